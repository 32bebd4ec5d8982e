package org.qkdn.netconf.restconf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opendaylight.restconf.api.query.WithDefaultsParam;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.impl.codec.TypeDefinitionAwareCodec;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.data.util.DataSchemaContext;
import org.opendaylight.yangtools.yang.model.api.ContainerSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.LeafSchemaNode;
import org.opendaylight.yangtools.yang.model.api.type.IdentityrefTypeDefinition;
import org.qkdn.netconf.data.Rebuilding;

/**
 * {@code with-defaults=trim} and {@code report-all} (RFC 6243). A default that hangs on a {@code when}, stands in a case or is an
 * identity is not added.
 */
record Defaults(WithDefaultsParam mode) {
    NormalizedNode applyTo(NormalizedNode node, DataSchemaContext context) {
        return switch (node) {
            case DataContainerNode container -> Rebuilding.with(container, below(container, context));
            case MapNode map -> Rebuilding.entries(map, entry -> in(entry, context));
            default -> node;
        };
    }

    private NormalizedNode in(NormalizedNode child, DataSchemaContext parent) {
        return childOf(parent, child.name()).map(own -> applyTo(child, own)).orElse(child);
    }

    private static Optional<DataSchemaContext> childOf(DataSchemaContext parent, PathArgument name) {
        return parent instanceof DataSchemaContext.Composite composite
                ? Optional.ofNullable(composite.childByArg(name))
                : Optional.empty();
    }

    private List<DataContainerChild> below(DataContainerNode node, DataSchemaContext context) {
        final var children = new ArrayList<DataContainerChild>();
        for (var child : node.body()) {
            if (!isTrimmed(child, node, context)) {
                children.add((DataContainerChild) in(child, context));
            }
        }
        if (mode == WithDefaultsParam.REPORT_ALL && context.dataSchemaNode() instanceof DataNodeContainer schema) {
            for (var child : schema.getChildNodes()) {
                final var name = NodeIdentifier.create(child.getQName());
                if (node.childByArg(name) == null) {
                    added(child, name, context).ifPresent(children::add);
                }
            }
        }
        return children;
    }

    private static boolean isKey(DataContainerChild child, DataContainerNode parent) {
        return parent.name() instanceof NodeIdentifierWithPredicates keys
                && keys.keySet().contains(child.name().getNodeType());
    }

    private boolean isTrimmed(DataContainerChild child, DataContainerNode parent, DataSchemaContext context) {
        return mode == WithDefaultsParam.TRIM
                && child instanceof LeafNode<?> leaf
                && !isKey(child, parent)
                && childOf(context, child.name())
                                .map(DataSchemaContext::dataSchemaNode)
                                .orElse(null)
                        instanceof LeafSchemaNode schema
                && defaultOf(schema).filter(leaf.body()::equals).isPresent();
    }

    private Optional<DataContainerChild> added(DataSchemaNode schema, NodeIdentifier name, DataSchemaContext parent) {
        if (schema.getWhenCondition().isPresent()) {
            return Optional.empty();
        }
        return switch (schema) {
            case LeafSchemaNode leaf -> defaultOf(leaf).map(value -> ImmutableNodes.leafNode(name, value));
            case ContainerSchemaNode container
            when !container.isPresenceContainer() ->
                Optional.of((ContainerNode) in(
                                ImmutableNodes.newContainerBuilder()
                                        .withNodeIdentifier(name)
                                        .build(),
                                parent))
                        .filter(filled -> !filled.isEmpty())
                        .map(DataContainerChild.class::cast);
            default -> Optional.empty();
        };
    }

    private static Optional<Object> defaultOf(LeafSchemaNode leaf) {
        if (leaf.getType() instanceof IdentityrefTypeDefinition) {
            return Optional.empty();
        }
        return leaf.getType().getDefaultValue().map(text -> TypeDefinitionAwareCodec.from(leaf.getType())
                .deserialize(text.toString()));
    }
}
