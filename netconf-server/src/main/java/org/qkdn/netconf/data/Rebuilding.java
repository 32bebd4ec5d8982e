package org.qkdn.netconf.data;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.ChoiceNode;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.api.schema.UnkeyedListEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.UserMapNode;
import org.opendaylight.yangtools.yang.data.api.schema.builder.DataContainerNodeBuilder;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;

/** Nodes of the same name and kind with other children. */
public final class Rebuilding {
    private Rebuilding() {}

    public static NormalizedNode with(DataContainerNode node, Iterable<DataContainerChild> children) {
        return switch (node) {
            case ContainerNode container ->
                filled(ImmutableNodes.newContainerBuilder().withNodeIdentifier(container.name()), children);
            case ChoiceNode choice ->
                filled(ImmutableNodes.newChoiceBuilder().withNodeIdentifier(choice.name()), children);
            case MapEntryNode entry ->
                filled(ImmutableNodes.newMapEntryBuilder().withNodeIdentifier(entry.name()), children);
            case UnkeyedListEntryNode entry ->
                filled(ImmutableNodes.newUnkeyedListEntryBuilder().withNodeIdentifier(entry.name()), children);
            default -> throw new IllegalArgumentException("no container: " + node.contract());
        };
    }

    /** All entries, changed. */
    public static NormalizedNode entries(MapNode map, UnaryOperator<NormalizedNode> change) {
        return entries(map, name -> true, change);
    }

    /**
     * Some of the entries, changed.
     *
     * @param kept which of them stay
     */
    public static NormalizedNode entries(
            MapNode map, Predicate<PathArgument> kept, UnaryOperator<NormalizedNode> change) {
        final var entries = map.body().stream()
                .filter(entry -> kept.test(entry.name()))
                .map(entry -> (MapEntryNode) change.apply(entry))
                .toList();
        return map instanceof UserMapNode
                ? ImmutableNodes.newUserMapBuilder()
                        .withNodeIdentifier(map.name())
                        .withValue(entries)
                        .build()
                : ImmutableNodes.newSystemMapBuilder()
                        .withNodeIdentifier(map.name())
                        .withValue(entries)
                        .build();
    }

    private static NormalizedNode filled(
            DataContainerNodeBuilder<?, ?> builder, Iterable<DataContainerChild> children) {
        children.forEach(builder::withChild);
        return builder.build();
    }
}
