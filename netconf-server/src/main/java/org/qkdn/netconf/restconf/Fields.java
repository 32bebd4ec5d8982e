package org.qkdn.netconf.restconf;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opendaylight.restconf.api.query.FieldsParam;
import org.opendaylight.restconf.api.query.FieldsParam.NodeSelector;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.schema.ChoiceNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.util.DataSchemaContext;
import org.qkdn.netconf.data.Rebuilding;

/**
 * The query parameter {@code fields} (RFC 8040 4.8.3). Entries of lists keep their keys: without them nobody could tell one from
 * another. OpenDaylight's writer leaves them out, and takes all fields of one depth together.
 *
 * @param children what is wanted below each child that is; where nothing is named, all of it
 */
record Fields(Map<QName, Fields> children) {
    private static final Fields ALL = new Fields(Map.of());

    static Optional<Fields> of(Query query, Target target) throws Refusal {
        final var text = query.text("fields");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(
                    FieldsParam.parse(text.orElseThrow()).nodeSelectors(),
                    target.path().schema(),
                    target));
        } catch (ParseException e) {
            throw Refusal.bad("query parameter fields='" + text.orElseThrow() + "': " + e.getMessage());
        }
    }

    private static Fields read(List<NodeSelector> selectors, DataSchemaContext context, Target target) throws Refusal {
        var all = ALL;
        for (var selector : selectors) {
            all = all.and(read(selector, 0, context, target));
        }
        return all;
    }

    private static Fields read(NodeSelector selector, int step, DataSchemaContext context, Target target)
            throws Refusal {
        if (step == selector.path().size()) {
            return read(selector.subSelectors(), context, target);
        }
        final var wanted = selector.path().get(step);
        final var module = Optional.ofNullable(wanted.module());
        var at = context;
        // an entry's context is below that of its list
        while (at instanceof DataSchemaContext.PathMixin mixin) {
            at = mixin.childByQName(mixin.dataSchemaNode().getQName());
        }
        final var model = target.path().databind().modelContext();
        final var namespace = module.isPresent()
                ? model.findModules(module.orElse("")).stream().findFirst().map(found -> found.getQNameModule())
                : Optional.of(at.dataSchemaNode().getQName().getModule());
        final var name =
                namespace.map(found -> QName.create(found, wanted.identifier().getLocalName()));
        final var child = at instanceof DataSchemaContext.Composite composite && name.isPresent()
                ? Optional.ofNullable(composite.childByQName(name.orElseThrow()))
                : Optional.<DataSchemaContext>empty();
        if (child.isEmpty()) {
            throw Refusal.bad(
                    "query parameter fields: there is no " + wanted.identifier().getLocalName() + " there");
        }
        var below = child.orElseThrow();
        while (below instanceof DataSchemaContext.PathMixin mixin
                && !below.dataSchemaNode().getQName().equals(name.orElseThrow())) {
            below = mixin.childByQName(name.orElseThrow());
        }
        return new Fields(Map.of(name.orElseThrow(), read(selector, step + 1, below, target)));
    }

    private Fields and(Fields other) {
        final var both = new LinkedHashMap<>(children);
        other.children.forEach((name, fields) -> both.merge(
                name, fields, (one, two) -> one.children.isEmpty() || two.children.isEmpty() ? ALL : one.and(two)));
        return new Fields(both);
    }

    NormalizedNode applyTo(NormalizedNode node) {
        if (children.isEmpty()) {
            return node;
        }
        return switch (node) {
            case MapNode map -> Rebuilding.entries(map, this::applyTo);
            case DataContainerNode container -> Rebuilding.with(container, chosen(container));
            default -> node;
        };
    }

    private List<DataContainerChild> chosen(DataContainerNode parent) {
        final var chosen = new ArrayList<DataContainerChild>();
        for (var child : parent.body()) {
            final var name = child.name().getNodeType();
            if (child instanceof ChoiceNode choice) {
                final var below = chosen(choice);
                if (!below.isEmpty()) {
                    chosen.add((DataContainerChild) Rebuilding.with(choice, below));
                }
            } else if (children.containsKey(name)) {
                chosen.add((DataContainerChild) children.get(name).applyTo(child));
            } else if (parent.name() instanceof NodeIdentifierWithPredicates keys
                    && keys.keySet().contains(name)) {
                chosen.add(child);
            }
        }
        return chosen;
    }
}
