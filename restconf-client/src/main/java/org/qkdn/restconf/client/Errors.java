package org.qkdn.restconf.client;

import java.util.ArrayList;
import java.util.List;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.RpcError;
import org.w3c.dom.Element;

/** What a server answered instead of doing what it was asked (RFC 8040 7, RFC 8072 2.3). */
final class Errors {
    private Errors() {}

    /** All that a body names, at whatever depth: of a YANG Patch each edit has its own. */
    static List<RpcError> in(Element body) {
        final var found = new ArrayList<RpcError>();
        collect(body, found);
        if (found.isEmpty() && Dom.text(body, "success").filter("false"::equals).isPresent()) {
            // not RFC 8040: some say so in an answer 200
            found.add(error("operation-failed", Dom.text(body, "reason").orElse("")));
        }
        return List.copyOf(found);
    }

    /** For an answer whose body names none. */
    static RpcError of(int status) {
        return error(
                switch (status) {
                    case 401, 403 -> "access-denied";
                    case 404 -> "data-missing";
                    case 405, 415, 501 -> "operation-not-supported";
                    case 409 -> "in-use";
                    case 412 -> "operation-failed";
                    case 413 -> "too-big";
                    case 400 -> "invalid-value";
                    default -> "operation-failed";
                },
                "HTTP status " + status);
    }

    private static void collect(Element element, List<RpcError> found) {
        if (element.getLocalName().equals("error")
                && Dom.child(element, "error-tag").isPresent()) {
            found.add(RpcError.of(element));
        }
        Dom.children(element).forEach(child -> collect(child, found));
    }

    private static RpcError error(String tag, String message) {
        return new RpcError("application", tag, message, "", "");
    }
}
