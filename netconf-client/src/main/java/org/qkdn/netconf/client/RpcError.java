package org.qkdn.netconf.client;

import org.w3c.dom.Element;

/** One rpc-error (RFC 6241 4.3). {@code path} and {@code info} are empty where the server gave none. */
public record RpcError(String type, String tag, String message, String path, String info) {
    /** The errors of RESTCONF have the same parts (RFC 8040 7.1). */
    public static RpcError of(Element error) {
        return new RpcError(
                Dom.text(error, "error-type").orElse(""),
                Dom.text(error, "error-tag").orElse(""),
                Dom.text(error, "error-message").orElse(""),
                Dom.text(error, "error-path").orElse(""),
                Dom.child(error, "error-info")
                        .map(i -> i.getTextContent().strip())
                        .orElse(""));
    }

    static boolean isFatal(Element error) {
        return !Dom.text(error, "error-severity").orElse("error").equals("warning");
    }

    /** Message, tag and path, in one line for a person. */
    public String text() {
        final var what = message.isEmpty() ? tag : message + " (" + tag + ")";
        return path.isEmpty() ? what : what + " at " + path;
    }
}
