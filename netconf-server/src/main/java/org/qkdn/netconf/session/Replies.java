package org.qkdn.netconf.session;

import java.util.Optional;
import javax.xml.XMLConstants;
import org.opendaylight.netconf.api.xml.XmlUtil;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.Dom;
import org.qkdn.netconf.data.ErrorPaths;
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
        error.path()
                .filter(path -> !path.isEmpty())
                .ifPresent(path -> ErrorPaths.append(model, path, element, Dom.BASE));
        final var message = Dom.append(element, Dom.BASE, "error-message", ErrorPaths.printable(error.getMessage()));
        message.setAttributeNS(XMLConstants.XML_NS_URI, "xml:lang", "en");
        if (!error.info().isEmpty()) {
            final var info = Dom.append(element, Dom.BASE, "error-info");
            error.info().forEach((name, value) -> Dom.append(info, Dom.BASE, name, ErrorPaths.printable(value)));
        }
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
