package org.qkdn.netconf.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Reading and writing of XML elements; children are found by local name, whatever prefix the other side took. */
public final class Dom {
    private Dom() {}

    /** Root of a new document. */
    public static Element root(String namespace, String name) {
        final var document = XmlUtil.newDocument();
        final var root = document.createElementNS(namespace, name);
        document.appendChild(root);
        return root;
    }

    /** Entities and DTDs are refused. */
    public static Element parse(String xml) throws IOException {
        try {
            return XmlUtil.readXmlToElement(xml);
        } catch (SAXException e) {
            throw new IOException("not well-formed XML: " + e.getMessage(), e);
        }
    }

    /** A new last child, in the namespace of its parent. */
    public static Element add(Element parent, String name) {
        return add(parent, parent.getNamespaceURI(), name);
    }

    public static Element add(Element parent, String namespace, String name) {
        final var child = parent.getOwnerDocument().createElementNS(namespace, name);
        parent.appendChild(child);
        return child;
    }

    /** A new last child that holds text. */
    public static Element leaf(Element parent, String name, String text) {
        final var child = add(parent, name);
        child.setTextContent(text);
        return child;
    }

    public static List<Element> children(Element parent) {
        final var found = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    public static List<Element> children(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getLocalName().equals(name))
                .toList();
    }

    public static Optional<Element> child(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    /** The child at the end of a path of names. */
    public static Optional<Element> find(Element parent, String... names) {
        var at = Optional.of(parent);
        for (var name : names) {
            at = at.flatMap(element -> child(element, name));
        }
        return at;
    }

    /** The text of a child, without white space around it; empty where there is no such child or no text in it. */
    public static Optional<String> text(Element parent, String name) {
        return child(parent, name).map(e -> e.getTextContent().strip()).filter(text -> !text.isEmpty());
    }
}
