package org.qkdn.netconf.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.qkdn.netconf.NetconfError;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/** Reading of DOM trees. */
public final class Dom {
    /** Namespace of RFC 6241. */
    public static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

    private Dom() {}

    public static List<Element> children(Node parent) {
        final var elements = new ArrayList<Element>();
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    public static Optional<Element> firstElement(Node parent) {
        return children(parent).stream().findFirst();
    }

    public static Optional<Element> child(Node parent, String namespace, String localName) {
        return children(parent).stream()
                .filter(element -> isNamed(element, namespace, localName))
                .findFirst();
    }

    public static boolean isNamed(Node node, String namespace, String localName) {
        return namespace.equals(node.getNamespaceURI()) && localName.equals(node.getLocalName());
    }

    public static Element append(Node parent, String namespace, String name) {
        final var document = parent instanceof org.w3c.dom.Document self ? self : parent.getOwnerDocument();
        final var element = document.createElementNS(namespace, name);
        parent.appendChild(element);
        return element;
    }

    public static Element append(Node parent, String namespace, String name, String text) {
        final var element = append(parent, namespace, name);
        element.setTextContent(text);
        return element;
    }

    static void requireNoText(Element element, YangInstanceIdentifier path) throws NetconfError {
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Text text && !text.getData().isBlank()) {
                throw NetconfError.protocol(ErrorTag.BAD_ELEMENT, element.getLocalName() + " holds text")
                        .withPath(path)
                        .withInfo("bad-element", element.getLocalName());
            }
        }
    }
}
