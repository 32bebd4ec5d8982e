package org.qkdn.netconf.data;

import java.util.List;
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
    private final List<EditNode> roots;
    private final Operation defaultOperation;

    ConfigEdit(List<EditNode> roots, Operation defaultOperation) {
        this.roots = roots;
        this.defaultOperation = defaultOperation;
    }

    public void applyTo(DataTreeModification tree) throws NetconfError {
        for (var root : roots) {
            apply(root, YangInstanceIdentifier.of(), defaultOperation, tree);
        }
    }

    private static void apply(
            EditNode node, YangInstanceIdentifier parent, Operation inherited, DataTreeModification tree)
            throws NetconfError {
        final var path = node.under(parent);
        final var operation = node.operation().orElse(inherited);
        switch (operation) {
            case DELETE -> {
                if (tree.readNode(path).isEmpty()) {
                    throw error(ErrorTag.DATA_MISSING, "there is nothing to delete", path);
                }
                delete(path, tree);
            }
            case REMOVE -> {
                if (tree.readNode(path).isPresent()) {
                    delete(path, tree);
                }
            }
            case CREATE -> {
                if (tree.readNode(path).isPresent()) {
                    throw error(ErrorTag.DATA_EXISTS, "it exists already", path);
                }
                put(node, parent, tree);
                applyChildren(node, path, Operation.MERGE, tree);
            }
            case REPLACE -> {
                if (tree.readNode(path).isPresent()) {
                    tree.delete(path);
                }
                put(node, parent, tree);
                applyChildren(node, path, Operation.MERGE, tree);
            }
            case MERGE -> {
                put(node, parent, tree);
                applyChildren(node, path, operation, tree);
            }
            case NONE -> {
                if (!node.isNonPresenceContainer() && tree.readNode(path).isEmpty()) {
                    throw error(ErrorTag.DATA_MISSING, "the configuration has no such node", path);
                }
                applyChildren(node, path, operation, tree);
            }
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
            EditNode node, YangInstanceIdentifier path, Operation operation, DataTreeModification tree)
            throws NetconfError {
        for (var child : node.children()) {
            apply(child, path, operation, tree);
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
