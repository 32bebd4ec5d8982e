package org.qkdn.netconf.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeWithValue;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.ChoiceNode;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DistinctNodeContainer;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.api.schema.OrderedNodeContainer;
import org.opendaylight.yangtools.yang.model.api.ContainerSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;

/**
 * The nodes that differ between two configurations, each with what is done to it. A node that is only there for what is
 * below it is not among them, nor is a container that exists by itself (RFC 8341 3.2.5).
 */
final class ChangedNodes {
    /** One of them. */
    record Changed(AccessOperation operation, DataPath path, YangInstanceIdentifier at, DefaultDenial denial) {}

    private record Place(
            Optional<DataPath> path,
            YangInstanceIdentifier at,
            Optional<DataNodeContainer> schema,
            DefaultDenial denial) {}

    private final EffectiveModelContext model;
    private final List<Changed> changed = new ArrayList<>();

    private ChangedNodes(EffectiveModelContext model) {
        this.model = model;
    }

    static List<Changed> between(ContainerNode before, ContainerNode after, EffectiveModelContext model) {
        final var found = new ChangedNodes(model);
        final var root =
                new Place(Optional.empty(), YangInstanceIdentifier.of(), Optional.of(model), DefaultDenial.NOTHING);
        found.compareChildren(Optional.of(before), Optional.of(after), root);
        return found.changed;
    }

    private void compare(Optional<NormalizedNode> before, Optional<NormalizedNode> after, Place parent) {
        if (before.equals(after)) {
            return;
        }
        final var node = after.or(() -> before).orElseThrow();
        if (node instanceof ChoiceNode || node instanceof MapNode || node instanceof LeafSetNode<?>) {
            final var here = new Place(parent.path(), parent.at().node(node.name()), parent.schema(), parent.denial());
            compareChildren(before, after, here);
            return;
        }
        final var name = node.name().getNodeType();
        final var schema = parent.schema().flatMap(holder -> holder.findDataTreeChild(name));
        final var path = DataPath.under(parent.path(), moduleOf(name), name.getLocalName(), keysOf(node.name()));
        final var here = new Place(
                Optional.of(path),
                parent.at().node(node.name()),
                schema.filter(DataNodeContainer.class::isInstance).map(DataNodeContainer.class::cast),
                schema.map(parent.denial()::with).orElse(parent.denial()));
        if (before.isEmpty() || after.isEmpty()) {
            if (!isNonPresence(schema)) {
                add(before.isEmpty() ? AccessOperation.CREATE : AccessOperation.DELETE, here);
            }
        } else if (!(node instanceof DistinctNodeContainer<?, ?>)) {
            add(AccessOperation.UPDATE, here);
        }
        compareChildren(before, after, here);
    }

    private void compareChildren(
            Optional<? extends NormalizedNode> before, Optional<? extends NormalizedNode> after, Place at) {
        final var was = childrenOf(before);
        final var is = childrenOf(after);
        for (var old : was) {
            if (after.flatMap(node -> childOf(node, old.name())).isEmpty()) {
                compare(Optional.of(old), Optional.empty(), at);
            }
        }
        for (var now : is) {
            compare(before.flatMap(node -> childOf(node, now.name())), Optional.of(now), at);
        }
        if (after.orElse(null) instanceof OrderedNodeContainer<?> && isReordered(was, is)) {
            for (var entry : is) {
                final var name = entry.name().getNodeType();
                final var path = DataPath.under(at.path(), moduleOf(name), name.getLocalName(), keysOf(entry.name()));
                changed.add(new Changed(AccessOperation.UPDATE, path, at.at().node(entry.name()), at.denial()));
            }
        }
    }

    private void add(AccessOperation operation, Place place) {
        changed.add(new Changed(operation, place.path().orElseThrow(), place.at(), place.denial()));
    }

    /** Whether entries that were there before have changed places. */
    private static boolean isReordered(List<NormalizedNode> was, List<NormalizedNode> is) {
        final var before = was.stream().map(NormalizedNode::name).toList();
        final var after = is.stream().map(NormalizedNode::name).toList();
        return !before.stream()
                .filter(after::contains)
                .toList()
                .equals(after.stream().filter(before::contains).toList());
    }

    private static List<NormalizedNode> childrenOf(Optional<? extends NormalizedNode> node) {
        return node.orElse(null) instanceof DistinctNodeContainer<?, ?> container
                ? List.copyOf(container.body())
                : List.of();
    }

    @SuppressWarnings("unchecked") // a container's children answer to their own names
    private static Optional<NormalizedNode> childOf(NormalizedNode container, PathArgument name) {
        return container instanceof DistinctNodeContainer<?, ?> holder
                ? Optional.ofNullable(((DistinctNodeContainer<PathArgument, ?>) holder).childByArg(name))
                : Optional.empty();
    }

    private static boolean isNonPresence(Optional<DataSchemaNode> schema) {
        return schema.orElse(null) instanceof ContainerSchemaNode container && !container.isPresenceContainer();
    }

    private String moduleOf(QName name) {
        return model.findModule(name.getModule())
                .map(module -> module.getName())
                .orElse("");
    }

    private DataPath.Keys keysOf(PathArgument step) {
        return switch (step) {
            case NodeIdentifierWithPredicates keys ->
                (module, name) -> keys.entrySet().stream()
                        .filter(key -> key.getKey().getLocalName().equals(name)
                                && moduleOf(key.getKey()).equals(module))
                        .findFirst()
                        .map(key -> text(key.getValue()));
            case NodeWithValue<?> entry ->
                (module, name) -> name.equals(".") ? Optional.of(text(entry.getValue())) : Optional.empty();
            default -> DataPath.Keys.NONE;
        };
    }

    private static String text(Object value) {
        return value instanceof QName identity ? identity.getLocalName() : value.toString();
    }
}
