package org.qkdn.netconf.data;

import java.util.List;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeWithValue;
import org.opendaylight.yangtools.yang.data.api.schema.ChoiceNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.opendaylight.yangtools.yang.model.api.LeafListSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ListSchemaNode;
import org.qkdn.netconf.NetconfError;

/** An edit-config that has been understood, ready to be applied to a configuration (RFC 6241 7.2). */
public final class ConfigEdit {
    private final YangInstanceIdentifier base;
    private final List<EditNode> roots;
    private final Operation defaultOperation;

    /** @param base the node whose children are edited */
    ConfigEdit(YangInstanceIdentifier base, List<EditNode> roots, Operation defaultOperation) {
        this.base = base;
        this.roots = roots;
        this.defaultOperation = defaultOperation;
    }

    /** The topmost nodes that it names. */
    public List<YangInstanceIdentifier> paths() {
        return roots.stream().map(root -> root.under(base)).toList();
    }

    /** An edit that deletes one node, which has to be there. */
    public static ConfigTree.Edit deletion(YangInstanceIdentifier path) {
        return tree -> {
            if (tree.readNode(path).isEmpty()) {
                throw error(ErrorTag.DATA_MISSING, "there is nothing to delete", path);
            }
            delete(path, tree);
        };
    }

    /** Up to the first error. */
    public void applyTo(DataTreeModification tree) throws NetconfError {
        applyTo(tree, error -> {
            throw error;
        });
    }

    /** What becomes of an element that cannot be applied: none of what is below it is. */
    @FunctionalInterface
    public interface OnError {
        /** Throw to give up; return to go on with the next. */
        void refused(NetconfError error) throws NetconfError;
    }

    public void applyTo(DataTreeModification tree, OnError onError) throws NetconfError {
        for (var root : roots) {
            apply(root, base, defaultOperation, tree, onError);
        }
    }

    private static void apply(
            EditNode node,
            YangInstanceIdentifier parent,
            Operation inherited,
            DataTreeModification tree,
            OnError onError)
            throws NetconfError {
        final var path = node.under(parent);
        final var operation = node.operation().orElse(inherited);
        final var refusal = refusal(operation, node, path, tree);
        if (refusal.isPresent()) {
            onError.refused(refusal.orElseThrow());
        } else {
            applied(node, parent, operation, tree, onError);
        }
    }

    /** Why the operation does not go with what is there. */
    private static Optional<NetconfError> refusal(
            Operation operation, EditNode node, YangInstanceIdentifier path, DataTreeModification tree) {
        return switch (operation) {
            case DELETE ->
                tree.readNode(path).isPresent()
                        ? Optional.empty()
                        : Optional.of(error(ErrorTag.DATA_MISSING, "there is nothing to delete", path));
            case CREATE ->
                tree.readNode(path).isEmpty()
                        ? Optional.empty()
                        : Optional.of(error(ErrorTag.DATA_EXISTS, "it exists already", path));
            case NONE ->
                node.isNonPresenceContainer() || tree.readNode(path).isPresent()
                        ? Optional.empty()
                        : Optional.of(error(ErrorTag.DATA_MISSING, "the configuration has no such node", path));
            case MERGE, REPLACE, REMOVE -> Optional.empty();
        };
    }

    private static void applied(
            EditNode node,
            YangInstanceIdentifier parent,
            Operation operation,
            DataTreeModification tree,
            OnError onError)
            throws NetconfError {
        final var path = node.under(parent);
        switch (operation) {
            case DELETE, REMOVE -> {
                if (tree.readNode(path).isPresent()) {
                    delete(path, tree);
                }
            }
            case CREATE, MERGE -> {
                put(node, parent, tree);
                applyChildren(node, path, Operation.MERGE, tree, onError);
            }
            case REPLACE -> {
                if (tree.readNode(path).isPresent()) {
                    tree.delete(path);
                }
                put(node, parent, tree);
                applyChildren(node, path, Operation.MERGE, tree, onError);
            }
            case NONE -> applyChildren(node, path, operation, tree, onError);
        }
    }

    /** With the last entry goes the leaf-list. */
    private static void delete(YangInstanceIdentifier path, DataTreeModification tree) {
        tree.delete(path);
        if (path.getLastPathArgument() instanceof NodeWithValue) {
            final var entries = path.coerceParent();
            if (tree.readNode(entries).orElse(null) instanceof LeafSetNode<?> rest && rest.isEmpty()) {
                tree.delete(entries);
            }
        }
    }

    private static void applyChildren(
            EditNode node, YangInstanceIdentifier path, Operation operation, DataTreeModification tree, OnError onError)
            throws NetconfError {
        for (var child : node.children()) {
            apply(child, path, operation, tree, onError);
        }
    }

    private static void put(EditNode node, YangInstanceIdentifier parent, DataTreeModification tree) {
        dropOtherCases(node, parent, tree);
        final var path = node.under(parent);
        if (node.leaf().isPresent()) {
            if (node.schema() instanceof LeafListSchemaNode leafList) {
                final var entries = path.coerceParent();
                tree.merge(entries, Wrappers.emptyOf(leafList, (NodeIdentifier) entries.getLastPathArgument()));
                tree.merge(
                        entries.node((NodeWithValue<?>) path.getLastPathArgument()),
                        node.leaf().orElseThrow());
            } else {
                tree.write(path, node.leaf().orElseThrow());
            }
        } else if (node.schema() instanceof ListSchemaNode list) {
            final var entries = path.coerceParent();
            tree.merge(entries, Wrappers.emptyOf(list, (NodeIdentifier) entries.getLastPathArgument()));
            tree.merge(path, Wrappers.entryOf((NodeIdentifierWithPredicates) path.getLastPathArgument()));
        } else if (!node.isNonPresenceContainer()) {
            tree.merge(
                    path,
                    ImmutableNodes.newContainerBuilder()
                            .withNodeIdentifier((NodeIdentifier) path.getLastPathArgument())
                            .build());
        }
    }

    /** A node of another case takes the place of what was chosen before (RFC 7950 7.9). */
    private static void dropOtherCases(EditNode node, YangInstanceIdentifier parent, DataTreeModification tree) {
        for (var chosen : node.cases()) {
            var choice = parent;
            for (var step : node.steps().subList(0, chosen.depth())) {
                choice = choice.node(step);
            }
            if (tree.readNode(choice).orElse(null) instanceof ChoiceNode present) {
                for (var child : present.body()) {
                    if (!chosen.members().contains(child.name().getNodeType())) {
                        tree.delete(choice.node(child.name()));
                    }
                }
            }
        }
    }

    private static NetconfError error(ErrorTag tag, String message, YangInstanceIdentifier path) {
        final var name = path.getLastPathArgument().getNodeType().getLocalName();
        return NetconfError.application(tag, name + ": " + message)
                .withPath(path)
                .withInfo("bad-element", name);
    }
}
