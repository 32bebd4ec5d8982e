package org.qkdn.netconf.session;

import java.util.Optional;
import org.qkdn.netconf.data.Dom;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * One request.
 *
 * @param rpc the envelope
 * @param operation its one child
 */
record Call(ServerSession session, Element rpc, Element operation) {
    Document ok() {
        return Replies.ok(rpc);
    }

    /** An empty reply, to be filled. */
    Element reply() {
        return Replies.replyTo(Optional.of(rpc));
    }

    Optional<Element> parameter(String name) {
        return Dom.child(operation, Dom.BASE, name);
    }

    Optional<String> text(String name) {
        return parameter(name).map(element -> element.getTextContent().strip());
    }
}
