package org.qkdn.netconf.restconf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.util.DataSchemaContext;
import org.qkdn.netconf.data.Rebuilding;

/** {@code content=nonconfig}: state, with what leads to it and the keys of its lists (RFC 8040 4.8.1). */
final class StateOnly {
    private StateOnly() {}

    /** Empty where there is no state in it. */
    static Optional<NormalizedNode> of(NormalizedNode node, DataSchemaContext context) {
        if (!context.dataSchemaNode().effectiveConfig().orElse(Boolean.TRUE)) {
            return Optional.of(node);
        }
        return switch (node) {
            case MapNode map -> entries(map, context);
            case DataContainerNode container -> below(container, context);
            default -> Optional.empty();
        };
    }

    private static Optional<NormalizedNode> entries(MapNode map, DataSchemaContext context) {
        final var kept = new HashMap<PathArgument, NormalizedNode>();
        for (var entry : map.body()) {
            child(context, entry).flatMap(below -> of(entry, below)).ifPresent(state -> kept.put(entry.name(), state));
        }
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(Rebuilding.entries(map, kept.keySet()::contains, entry -> kept.get(entry.name())));
    }

    private static Optional<NormalizedNode> below(DataContainerNode parent, DataSchemaContext context) {
        final var children = new ArrayList<DataContainerChild>();
        boolean any = false;
        for (var node : parent.body()) {
            final var kept = child(context, node).flatMap(below -> of(node, below));
            if (kept.isPresent()) {
                any = true;
                children.add((DataContainerChild) kept.orElseThrow());
            } else if (parent.name() instanceof NodeIdentifierWithPredicates keys
                    && keys.keySet().contains(node.name().getNodeType())) {
                children.add(node);
            }
        }
        return any ? Optional.of(Rebuilding.with(parent, children)) : Optional.empty();
    }

    private static Optional<DataSchemaContext> child(DataSchemaContext context, NormalizedNode node) {
        return context instanceof DataSchemaContext.Composite composite
                ? Optional.ofNullable(composite.childByArg(node.name()))
                : Optional.empty();
    }
}
