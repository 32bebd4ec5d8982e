package org.qkdn.controller.embedded.store;

import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.ChoiceNode;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DistinctNodeContainer;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.api.schema.SystemMapNode;
import org.opendaylight.yangtools.yang.data.api.schema.UserLeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.UserMapNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;

/**
 * What turns one tree into another, told by what stands there and not by how a transaction came to it: yangtools' own
 * record of a modification forgets the order of a user's list, and a deletion of what was written in the same transaction.
 */
record TreeChange(List<Edit> edits) {
    TreeChange {
        edits = List.copyOf(edits);
    }

    /** {@code data} is what stands at the path from now on, if anything. */
    record Edit(YangInstanceIdentifier path, Optional<NormalizedNode> data) {}

    static TreeChange between(ContainerNode before, ContainerNode after) {
        var edits = new ArrayList<Edit>();
        children(edits, YangInstanceIdentifier.of(), before, after);
        return new TreeChange(edits);
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    void applyTo(DataTreeModification modification) {
        edits.forEach(edit -> edit.data()
                .ifPresentOrElse(
                        data -> modification.write(edit.path(), data), () -> modification.delete(edit.path())));
    }

    private static void compare(
            List<Edit> edits, YangInstanceIdentifier path, NormalizedNode before, NormalizedNode after) {
        if (isSame(before, after)) {
            return;
        }
        if (isOpen(before) && isOpen(after)) {
            children(edits, path, (DistinctNodeContainer<?, ?>) before, (DistinctNodeContainer<?, ?>) after);
        } else {
            edits.add(new Edit(path, Optional.of(after)));
        }
    }

    private static void children(
            List<Edit> edits,
            YangInstanceIdentifier path,
            DistinctNodeContainer<?, ?> before,
            DistinctNodeContainer<?, ?> after) {
        for (NormalizedNode child : before.body()) {
            if (child(after, child.name()).isEmpty()) {
                edits.add(new Edit(path.node(child.name()), Optional.empty()));
            }
        }
        for (NormalizedNode child : after.body()) {
            var there = path.node(child.name());
            child(before, child.name())
                    .ifPresentOrElse(
                            old -> compare(edits, there, old, child),
                            () -> edits.add(new Edit(there, Optional.of(child))));
        }
    }

    /** Both trees have the same schema, and so the same kind of names at the same place. */
    @SuppressWarnings("unchecked")
    private static <K extends PathArgument> Optional<NormalizedNode> child(
            DistinctNodeContainer<K, ?> container, PathArgument name) {
        return Optional.ofNullable(container.childByArg((K) name));
    }

    /** What is compared child by child; anything else is written whole. */
    private static boolean isOpen(NormalizedNode node) {
        return node instanceof ContainerNode
                || node instanceof MapEntryNode
                || node instanceof SystemMapNode
                || node instanceof ChoiceNode;
    }

    /** Of an open node it is enough that it is the very same: its children are compared anyway. */
    private static boolean isSame(NormalizedNode before, NormalizedNode after) {
        if (before == after || isOpen(before)) {
            return before == after;
        }
        return before.equals(after) && isSameOrder(before, after);
    }

    private static boolean isSameOrder(NormalizedNode before, NormalizedNode after) {
        if (before instanceof UserMapNode old && after instanceof UserMapNode now) {
            return Iterables.elementsEqual(old.body(), now.body());
        }
        return !(before instanceof UserLeafSetNode<?> old && after instanceof UserLeafSetNode<?> now)
                || Iterables.elementsEqual(old.body(), now.body());
    }
}
