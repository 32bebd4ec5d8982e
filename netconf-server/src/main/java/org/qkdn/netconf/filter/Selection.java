package org.qkdn.netconf.filter;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.model.api.ChoiceSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ListSchemaNode;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Which elements of a reply a filter lets through: some whole, some for the sake of what is below them. */
final class Selection {
    private final Set<Node> whole = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Node> partial = Collections.newSetFromMap(new IdentityHashMap<>());

    void addWhole(Node node) {
        whole.add(node);
    }

    void addPartial(Node node) {
        partial.add(node);
    }

    /** With all elements above it. */
    void addWithAncestors(Node node) {
        whole.add(node);
        for (var above = node.getParentNode(); above != null; above = above.getParentNode()) {
            partial.add(above);
        }
    }

    /** Removes from {@code data} what is not selected; entries that stay keep their keys. */
    void prune(Element data, SchemaRoot schema) {
        if (!whole.contains(data)) {
            pruneRoot(data, schema);
        }
    }

    private void pruneRoot(Element data, SchemaRoot schema) {
        for (var child : Dom.children(data)) {
            if (partial.contains(child)) {
                pruneChildren(child, schema.childOf(child));
            } else if (!whole.contains(child)) {
                data.removeChild(child);
            }
        }
    }

    private void pruneChildren(Element parent, Optional<DataNodeContainer> schema) {
        for (var child : Dom.children(parent)) {
            if (whole.contains(child)) {
                continue;
            }
            if (partial.contains(child)) {
                pruneChildren(child, schema.flatMap(holder -> childSchema(holder, child)));
            } else if (!schema.map(holder -> isKey(holder, child)).orElse(false)) {
                parent.removeChild(child);
            }
        }
    }

    private static boolean isKey(DataNodeContainer schema, Element child) {
        return schema instanceof ListSchemaNode list
                && list.getKeyDefinition().stream()
                        .anyMatch(key -> Dom.isNamed(child, key.getNamespace().toString(), key.getLocalName()));
    }

    static Optional<DataNodeContainer> childSchema(DataNodeContainer parent, Element child) {
        return dataChildren(parent)
                .filter(node -> Dom.isNamed(
                        child,
                        node.getQName().getNamespace().toString(),
                        node.getQName().getLocalName()))
                .filter(DataNodeContainer.class::isInstance)
                .map(DataNodeContainer.class::cast)
                .findFirst();
    }

    private static Stream<DataSchemaNode> dataChildren(DataNodeContainer parent) {
        return parent.getChildNodes().stream()
                .flatMap(node -> node instanceof ChoiceSchemaNode choice
                        ? choice.getCases().stream().flatMap(Selection::dataChildren)
                        : Stream.of(node));
    }
}
