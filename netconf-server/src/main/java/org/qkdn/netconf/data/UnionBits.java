package org.qkdn.netconf.data;

import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Collectors;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;

/**
 * Bits that are one of the members of a union, as text. The codecs of YANG Tools read them into a set and do not write that set again
 * as they should: what was stored could not be read any more. In our models it is the access-operations of RFC 8341 that are such.
 */
public final class UnionBits {
    private UnionBits() {}

    static String text(Set<?> bits) {
        return bits.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    /** With text in place of sets in what belongs to access control; all else as it is. */
    public static NormalizedNode plain(NormalizedNode node) {
        if (!NodePaths.NACM.equals(node.name().getNodeType().getNamespace().toString())) {
            return node;
        }
        return switch (node) {
            case LeafNode<?> leaf
            when leaf.body() instanceof Set<?> bits -> ImmutableNodes.leafNode(leaf.name(), text(bits));
            case MapNode map -> Rebuilding.entries(map, UnionBits::plain);
            case DataContainerNode container -> {
                final var children = new ArrayList<DataContainerChild>();
                container.body().forEach(child -> children.add((DataContainerChild) plain(child)));
                yield Rebuilding.with(container, children);
            }
            default -> node;
        };
    }
}
