package org.qkdn.netconf.filter;

import static org.qkdn.netconf.data.Dom.children;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** RFC 6241 6. Several filters for the same list add up. */
final class SubtreeFilter implements Filter {
    private final Element filter;

    SubtreeFilter(Element filter) {
        this.filter = filter;
    }

    @Override
    public void applyTo(Element data, SchemaRoot schema) {
        final var selection = new Selection();
        for (var wanted : children(filter)) {
            children(data).forEach(element -> select(wanted, element, selection));
        }
        selection.prune(data, schema);
    }

    @Override
    public Optional<Set<TopLevel>> roots() {
        return Optional.of(Filter.namesOf(filter));
    }

    /** Whether {@code wanted} lets {@code element}, or something in it, through. */
    private static boolean select(Element wanted, Element element, Selection selection) {
        if (!isSame(wanted, element)) {
            return false;
        }
        final var below = children(wanted);
        if (below.isEmpty()) {
            if (!wanted.getTextContent().isBlank()) {
                return isContentMatch(wanted, element);
            }
            selection.addWhole(element);
            return true;
        }
        final var matches =
                below.stream().filter(SubtreeFilter::isContentMatchNode).toList();
        if (!matches.stream().allMatch(match -> matchesOneOf(match, children(element)))) {
            return false;
        }
        if (matches.size() == below.size()) {
            selection.addWhole(element);
            return true;
        }
        boolean any = !matches.isEmpty();
        for (var match : matches) {
            children(element).stream().filter(child -> isSame(match, child)).forEach(selection::addWhole);
        }
        for (var other : below) {
            if (!isContentMatchNode(other)) {
                for (var child : children(element)) {
                    any |= select(other, child, selection);
                }
            }
        }
        if (any) {
            selection.addPartial(element);
        }
        return any;
    }

    private static boolean matchesOneOf(Element match, List<Element> elements) {
        return elements.stream().anyMatch(element -> isSame(match, element) && isContentMatch(match, element));
    }

    private static boolean isContentMatchNode(Element wanted) {
        return children(wanted).isEmpty() && !wanted.getTextContent().isBlank();
    }

    private static boolean isContentMatch(Element match, Element element) {
        final var wanted = match.getTextContent().strip();
        final var found = element.getTextContent().strip();
        return wanted.equals(found) || isSameName(match, wanted, element, found);
    }

    /** Values such as identities are names: their prefixes may differ. */
    private static boolean isSameName(Element match, String wanted, Element element, String found) {
        final int here = wanted.indexOf(':');
        final int there = found.indexOf(':');
        return here > 0
                && there > 0
                && wanted.substring(here + 1).equals(found.substring(there + 1))
                && Optional.ofNullable(match.lookupNamespaceURI(wanted.substring(0, here)))
                        .equals(Optional.ofNullable(element.lookupNamespaceURI(found.substring(0, there))))
                && match.lookupNamespaceURI(wanted.substring(0, here)) != null;
    }

    private static boolean isSame(Element wanted, Element element) {
        final var namespace = wanted.getNamespaceURI();
        return wanted.getLocalName().equals(element.getLocalName())
                // no namespace at all matches any (RFC 6241 6.2.1)
                && (namespace == null || namespace.isEmpty() || namespace.equals(element.getNamespaceURI()))
                && attributesMatch(wanted, element);
    }

    private static boolean attributesMatch(Element wanted, Element element) {
        final var attributes = wanted.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            final var attribute = (Attr) attributes.item(i);
            if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())
                    && !attribute
                            .getValue()
                            .equals(element.getAttributeNS(attribute.getNamespaceURI(), attribute.getLocalName()))) {
                return false;
            }
        }
        return true;
    }
}
