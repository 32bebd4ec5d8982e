package org.qkdn.netconf.data;

import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.data.tree.api.DataTree;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeConfiguration;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.opendaylight.yangtools.yang.data.tree.api.DataValidationFailedException;
import org.opendaylight.yangtools.yang.data.tree.api.ModificationType;
import org.opendaylight.yangtools.yang.data.tree.api.TreeType;
import org.opendaylight.yangtools.yang.data.tree.impl.di.InMemoryDataTreeFactory;
import org.opendaylight.yangtools.yang.data.tree.spi.DataTreeCandidateNodes;
import org.opendaylight.yangtools.yang.data.tree.spi.DataTreeCandidates;
import org.opendaylight.yangtools.yang.model.api.SchemaContext;
import org.qkdn.netconf.ConfigChange;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;

/** Turns edits of a configuration into the next configuration. Holds no configuration itself. */
public final class ConfigTree {
    /** Something that edits a tree and may refuse to. */
    @FunctionalInterface
    public interface Edit {
        void applyTo(DataTreeModification tree) throws NetconfError;
    }

    /** A configuration with nothing in it. */
    public static final ContainerNode EMPTY = ImmutableNodes.newContainerBuilder()
            .withNodeIdentifier(YangInstanceIdentifier.NodeIdentifier.create(SchemaContext.NAME))
            .build();

    // both are checked by us: yangtools forgets mandatory nodes below non-presence containers and checks the others too
    // early, and takes two entries that lack a unique leaf for equal
    private static final DataTreeConfiguration CONFIGURATION = DataTreeConfiguration.builder(TreeType.CONFIGURATION)
            .setMandatoryNodesValidation(false)
            .setUniqueIndexes(false)
            .build();
    private static final InMemoryDataTreeFactory FACTORY = new InMemoryDataTreeFactory();

    private final YangModel model;
    private final Constraints constraints;

    public ConfigTree(YangModel model) {
        this.model = model;
        constraints = new Constraints(model);
    }

    /** For a candidate: what it leads to may be invalid still. */
    public ContainerNode edit(ContainerNode before, Edit edit) throws NetconfError {
        return rootAfter(before, prepare(before, edit));
    }

    /** For running: what it leads to is valid, or an error. */
    public ConfigChange change(ContainerNode before, String user, Edit edit) throws NetconfError {
        final var candidate = prepare(before, edit);
        final var after = rootAfter(before, candidate);
        constraints.check(before, after);
        return new ConfigChange(before, after, candidate, user);
    }

    /** An edit that turns {@code before} into {@code after}. */
    public static Edit replacing(ContainerNode before, ContainerNode after) {
        return tree -> TreeDiff.replay(before, after, new ConfigChange.Sink() {
            @Override
            public void put(YangInstanceIdentifier path, NormalizedNode data) {
                tree.write(path, data);
            }

            @Override
            public void delete(YangInstanceIdentifier path) {
                if (tree.readNode(path).isPresent()) {
                    tree.delete(path);
                }
            }
        });
    }

    private DataTreeCandidate prepare(ContainerNode before, Edit edit) throws NetconfError {
        try {
            final var tree = treeOf(before);
            final var modification = tree.takeSnapshot().newModification();
            edit.applyTo(modification);
            if (isEmpty(modification)) {
                // yangtools cannot do without a root, and an empty one vanishes
                return DataTreeCandidates.newDataTreeCandidate(
                        YangInstanceIdentifier.of(), DataTreeCandidateNodes.written(EMPTY));
            }
            modification.ready();
            tree.validate(modification);
            return tree.prepare(modification);
        } catch (DataValidationFailedException e) {
            throw NetconfErrors.of(e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw NetconfError.application(ErrorTag.OPERATION_FAILED, "cannot be applied: " + e.getMessage());
        }
    }

    private static boolean isEmpty(DataTreeModification modification) {
        return modification
                .readNode(YangInstanceIdentifier.of())
                .map(ContainerNode.class::cast)
                .filter(root -> !root.isEmpty())
                .isEmpty();
    }

    private DataTree treeOf(ContainerNode root) throws DataValidationFailedException {
        return root.isEmpty()
                ? FACTORY.create(CONFIGURATION, model.context())
                : FACTORY.create(CONFIGURATION, model.context(), root);
    }

    private static ContainerNode rootAfter(ContainerNode before, DataTreeCandidate candidate) {
        final var root = candidate.getRootNode();
        if (root.modificationType() == ModificationType.UNMODIFIED) {
            // such a candidate carries no data
            return before;
        }
        final var after = root.dataAfter();
        return after == null ? EMPTY : (ContainerNode) after;
    }
}
