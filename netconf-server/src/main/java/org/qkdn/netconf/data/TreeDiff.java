package org.qkdn.netconf.data;

import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.DistinctNodeContainer;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.api.schema.OrderedNodeContainer;
import org.qkdn.netconf.ConfigChange;

/** The fewest writes that turn one tree into another. */
public final class TreeDiff {
    private TreeDiff() {}

    public static void replay(NormalizedNode before, NormalizedNode after, ConfigChange.Sink sink) {
        replay(YangInstanceIdentifier.of(), before, after, sink);
    }

    private static void replay(
            YangInstanceIdentifier path, NormalizedNode before, NormalizedNode after, ConfigChange.Sink sink) {
        if (before.equals(after)) {
            return;
        }
        if (before instanceof DistinctNodeContainer<?, ?> was
                && after instanceof DistinctNodeContainer<?, ?> is
                && !(before instanceof OrderedNodeContainer<?>)
                && !(before instanceof LeafSetNode<?>)) {
            for (var child : was.body()) {
                if (childOf(is, child.name()) == null) {
                    sink.delete(path.node(child.name()));
                }
            }
            for (var child : is.body()) {
                final var old = childOf(was, child.name());
                if (old == null) {
                    sink.put(path.node(child.name()), child);
                } else {
                    replay(path.node(child.name()), old, child, sink);
                }
            }
        } else {
            sink.put(path, after);
        }
    }

    @SuppressWarnings("unchecked") // a container's children answer to their own names
    private static NormalizedNode childOf(DistinctNodeContainer<?, ?> container, PathArgument name) {
        return ((DistinctNodeContainer<PathArgument, ?>) container).childByArg(name);
    }
}
