package org.qkdn.netconf.filter;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Element;

/** The filter of get, get-config and create-subscription: subtree (RFC 6241 6) or XPath (RFC 6241 8.9). */
public sealed interface Filter permits RootFilter, SubtreeFilter, XPathFilter {
    /** A top-level element's name, as far as a filter can tell before there is data. */
    record TopLevel(String namespace, String localName) {}

    /**
     * Prunes.
     *
     * @param data an element that holds top-level nodes
     * @param schema of those nodes
     */
    void applyTo(Element data, SchemaRoot schema) throws NetconfError;

    /** The top-level nodes it can select at all; empty when it may be any. */
    Optional<Set<TopLevel>> roots();

    /**
     * The {@code <filter>} of an operation.
     *
     * @param operation whose child it may be
     * @param namespace of the filter element: it differs between get and create-subscription
     */
    static Optional<Filter> of(Element operation, String namespace) throws NetconfError {
        final var element = Dom.child(operation, namespace, "filter");
        if (element.isEmpty()) {
            return Optional.empty();
        }
        final var filter = element.orElseThrow();
        return switch (attribute(filter, "type").orElse("subtree")) {
            case "subtree" -> Optional.of(new SubtreeFilter(filter));
            case "xpath" -> {
                final var select = attribute(filter, "select");
                if (select.isEmpty()) {
                    throw NetconfError.protocol(ErrorTag.MISSING_ATTRIBUTE, "an xpath filter needs select")
                            .withInfo("bad-attribute", "select")
                            .withInfo("bad-element", "filter");
                }
                yield Optional.of(new XPathFilter(filter, select.orElseThrow()));
            }
            default ->
                throw NetconfError.protocol(ErrorTag.BAD_ATTRIBUTE, "a filter is of type subtree or xpath")
                        .withInfo("bad-attribute", "type")
                        .withInfo("bad-element", "filter");
        };
    }

    /** Some top-level nodes, whole. */
    static Filter ofRoots(Set<TopLevel> roots) {
        return new RootFilter(Set.copyOf(roots));
    }

    /**
     * An XPath filter of another protocol.
     *
     * @param context declares the prefixes
     */
    static Filter ofXPath(Element context, String select) {
        return new XPathFilter(context, select);
    }

    static Set<TopLevel> namesOf(Element filter) {
        return Dom.children(filter).stream()
                .map(child -> new TopLevel(
                        child.getNamespaceURI() == null ? "" : child.getNamespaceURI(), child.getLocalName()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether one of them means a node of this name; without a namespace it means any. */
    static boolean names(Set<TopLevel> roots, String namespace, String localName) {
        return roots.stream()
                .anyMatch(root -> root.localName().equals(localName)
                        && (root.namespace().isEmpty() || root.namespace().equals(namespace)));
    }

    private static Optional<String> attribute(Element element, String name) {
        // clients write it with and without the base namespace
        return element.hasAttribute(name)
                ? Optional.of(element.getAttribute(name))
                : Optional.of(element.getAttributeNS(Dom.BASE, name)).filter(value -> !value.isEmpty());
    }
}
