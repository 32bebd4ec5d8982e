package org.qkdn.netconf.xpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.ChoiceNode;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.api.schema.UnkeyedListNode;
import org.opendaylight.yangtools.yang.data.api.schema.ValueNode;
import org.opendaylight.yangtools.yang.model.api.ChoiceSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;

/**
 * A node of the data tree as XPath sees it (RFC 7950 6.4.1): no choices and no list wrappers, and with a parent. Made on
 * the way down; may stand for a node that is not there, as the context of its {@code when}.
 */
public final class XNode {
    private final Optional<XNode> parent;
    private final DataNodeContainer container;
    private final Optional<DataSchemaNode> schema;
    private final QName name;
    private final Optional<NormalizedNode> data;
    private final List<PathArgument> steps;
    private List<XNode> children = List.of();
    private boolean expanded;

    private XNode(
            Optional<XNode> parent,
            DataNodeContainer container,
            Optional<DataSchemaNode> schema,
            QName name,
            Optional<NormalizedNode> data,
            List<PathArgument> steps) {
        this.parent = parent;
        this.container = container;
        this.schema = schema;
        this.name = name;
        this.data = data;
        this.steps = steps;
    }

    public static XNode root(ContainerNode data, DataNodeContainer context) {
        return new XNode(
                Optional.empty(), context, Optional.empty(), data.name().getNodeType(), Optional.of(data), List.of());
    }

    /** A child that does not exist in the data. */
    public XNode absent(DataSchemaNode child) {
        return make(child, Optional.empty(), List.of(YangInstanceIdentifier.NodeIdentifier.create(child.getQName())));
    }

    public Optional<XNode> parent() {
        return parent;
    }

    public QName name() {
        return name;
    }

    public Optional<DataSchemaNode> schema() {
        return schema;
    }

    /** Schema of the children; has none for a leaf. */
    public Optional<DataNodeContainer> container() {
        return schema.isEmpty()
                ? Optional.of(container)
                : schema.filter(DataNodeContainer.class::isInstance).map(DataNodeContainer.class::cast);
    }

    public Optional<Object> value() {
        return data.filter(ValueNode.class::isInstance).map(node -> ((ValueNode<?>) node).body());
    }

    public YangInstanceIdentifier path() {
        var path = parent.map(XNode::path).orElse(YangInstanceIdentifier.of());
        for (var step : steps) {
            path = path.node(step);
        }
        return path;
    }

    public XNode top() {
        return parent.map(XNode::top).orElse(this);
    }

    public List<XNode> children() {
        if (!expanded) {
            final var found = new ArrayList<XNode>();
            if (data.isPresent() && data.orElseThrow() instanceof DataContainerNode node) {
                container().ifPresent(holder -> expand(node, holder, List.of(), found));
            }
            children = List.copyOf(found);
            expanded = true;
        }
        return children;
    }

    private void expand(
            DataContainerNode node, DataNodeContainer holder, List<PathArgument> prefix, List<XNode> found) {
        for (var child : node.body()) {
            final var here = append(prefix, child.name());
            switch (child) {
                case ChoiceNode choice ->
                    choice.body().forEach(member -> expandOne(member, holder, append(here, member.name()), found));
                default -> expandOne(child, holder, here, found);
            }
        }
    }

    private void expandOne(NormalizedNode node, DataNodeContainer holder, List<PathArgument> here, List<XNode> found) {
        if (node instanceof ChoiceNode nested) {
            nested.body().forEach(member -> expandOne(member, holder, append(here, member.name()), found));
            return;
        }
        final var known = find(holder, node.name().getNodeType());
        if (known.isEmpty()) {
            return;
        }
        final var child = known.orElseThrow();
        switch (node) {
            case MapNode map ->
                map.body().forEach(entry -> found.add(make(child, Optional.of(entry), append(here, entry.name()))));
            case UnkeyedListNode list ->
                list.body().forEach(entry -> found.add(make(child, Optional.of(entry), append(here, entry.name()))));
            case LeafSetNode<?> set ->
                set.body().forEach(entry -> found.add(make(child, Optional.of(entry), append(here, entry.name()))));
            default -> found.add(make(child, Optional.of(node), here));
        }
    }

    private XNode make(DataSchemaNode child, Optional<NormalizedNode> node, List<PathArgument> here) {
        return new XNode(Optional.of(this), container, Optional.of(child), child.getQName(), node, here);
    }

    /** Looks through choices and cases. */
    private static Optional<DataSchemaNode> find(DataNodeContainer holder, QName name) {
        final var direct = holder.dataChildByName(name);
        if (direct != null && !(direct instanceof ChoiceSchemaNode)) {
            return Optional.of(direct);
        }
        return holder.getChildNodes().stream()
                .filter(ChoiceSchemaNode.class::isInstance)
                .flatMap(choice -> ((ChoiceSchemaNode) choice).getCases().stream())
                .flatMap(branch -> find(branch, name).stream())
                .findFirst();
    }

    private static List<PathArgument> append(List<PathArgument> prefix, PathArgument step) {
        final var steps = new ArrayList<>(prefix);
        steps.add(step);
        return List.copyOf(steps);
    }
}
