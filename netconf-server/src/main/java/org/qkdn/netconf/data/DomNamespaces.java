package org.qkdn.netconf.data;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import org.w3c.dom.Element;

/** The prefixes in scope at an element. */
public record DomNamespaces(Element element) implements NamespaceContext {
    @Override
    public String getNamespaceURI(String prefix) {
        return Optional.ofNullable(element.lookupNamespaceURI(prefix.isEmpty() ? null : prefix))
                .orElse(XMLConstants.NULL_NS_URI);
    }

    @Override
    @SuppressWarnings("ReturnsNullCollection") // NamespaceContext wants null for an unbound name
    public String getPrefix(String namespace) {
        return element.lookupPrefix(namespace);
    }

    @Override
    public Iterator<String> getPrefixes(String namespace) {
        return Stream.ofNullable(getPrefix(namespace)).iterator();
    }
}
