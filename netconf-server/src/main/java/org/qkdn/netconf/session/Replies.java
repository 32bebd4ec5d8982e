package org.qkdn.netconf.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeWithValue;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.data.SchemaPaths;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Makes rpc-replies. */
final class Replies {
    private final YangModel model;

    Replies(YangModel model) {
        this.model = model;
    }

    /** An empty reply with all attributes of the request (RFC 6241 4.2). */
    static Element replyTo(Optional<Element> rpc) {
        final var document = XmlUtil.newDocument();
        final var reply = Dom.append(document, Dom.BASE, "rpc-reply");
        rpc.ifPresent(request -> copyAttributes(request, reply));
        return reply;
    }

    static Document ok(Element rpc) {
        final var reply = replyTo(Optional.of(rpc));
        Dom.append(reply, Dom.BASE, "ok");
        return reply.getOwnerDocument();
    }

    Document error(Optional<Element> rpc, NetconfError error) {
        final var reply = replyTo(rpc);
        append(reply, error);
        error.others().forEach(other -> append(reply, other));
        return reply.getOwnerDocument();
    }

    private void append(Element reply, NetconfError error) {
        final var element = Dom.append(reply, Dom.BASE, "rpc-error");
        Dom.append(element, Dom.BASE, "error-type", error.type().elementBody());
        Dom.append(element, Dom.BASE, "error-tag", error.tag().elementBody());
        Dom.append(element, Dom.BASE, "error-severity", "error");
        error.appTag().ifPresent(tag -> Dom.append(element, Dom.BASE, "error-app-tag", tag));
        error.path().filter(path -> !path.isEmpty()).ifPresent(path -> appendPath(element, path));
        final var message = Dom.append(element, Dom.BASE, "error-message", printable(error.getMessage()));
        message.setAttributeNS(XMLConstants.XML_NS_URI, "xml:lang", "en");
        if (!error.info().isEmpty()) {
            final var info = Dom.append(element, Dom.BASE, "error-info");
            error.info().forEach((name, value) -> Dom.append(info, Dom.BASE, name, printable(value)));
        }
    }

    private void appendPath(Element error, YangInstanceIdentifier path) {
        final var element = Dom.append(error, Dom.BASE, "error-path");
        final var prefixes = new HashMap<String, String>();
        final var text = new StringBuilder();
        for (var step : SchemaPaths.dataSteps(model, path)) {
            text.append('/').append(prefixed(element, step.getNodeType(), prefixes));
            switch (step) {
                case NodeIdentifierWithPredicates keys ->
                    keys.entrySet().forEach(key -> text.append('[')
                            .append(prefixed(element, key.getKey(), prefixes))
                            .append('=')
                            .append(quoted(key.getValue()))
                            .append(']'));
                case NodeWithValue<?> value ->
                    text.append("[.=").append(quoted(value.getValue())).append(']');
                default -> {}
            }
        }
        element.setTextContent(text.toString());
    }

    private String prefixed(Element element, QName name, Map<String, String> prefixes) {
        final var namespace = name.getNamespace().toString();
        final var prefix = prefixes.computeIfAbsent(namespace, uri -> {
            final var known = model.context().findModule(name.getModule()).map(module -> module.getPrefix());
            final var fresh = known.filter(own -> !prefixes.containsValue(own)).orElse("p" + prefixes.size());
            element.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:" + fresh, uri);
            return fresh;
        });
        return prefix + ":" + name.getLocalName();
    }

    private static String quoted(Object value) {
        final var text = value instanceof QName name ? name.getLocalName() : value.toString();
        return text.indexOf('\'') < 0 ? "'" + text + "'" : "\"" + text + "\"";
    }

    /** XML 1.0 cannot carry every character an error may quote. */
    private static String printable(String text) {
        return text == null ? "" : text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    }

    private static void copyAttributes(Element rpc, Element reply) {
        final var attributes = rpc.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            final var attribute = (Attr) attributes.item(i);
            if (!"xmlns".equals(attribute.getNodeName())) {
                reply.setAttributeNodeNS((Attr) reply.getOwnerDocument().importNode(attribute, true));
            }
        }
    }
}
