package org.qkdn.controller.southbound.etsi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.UUID;
import org.qkdn.controller.core.exposure.KeyNames;
import org.qkdn.controller.core.exposure.UsedPath;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.restconf.client.Request;
import org.w3c.dom.Element;

/**
 * The operation {@code relayed-keys} of qkdn-node-extension.
 *
 * @param limit most ranges to be told
 */
public record RelayedKeysCall(UsedPath path, Instant from, Instant until, int limit) {
    /** Over NETCONF. */
    public Rpc rpc() {
        final var call = Dom.root(Etsi.EXTENSION, "relayed-keys");
        Dom.leaf(call, "app-id", path.application().toString());
        Dom.leaf(call, "link-id", path.link().toString());
        Dom.leaf(call, "from", from.toString());
        Dom.leaf(call, "until", until.toString());
        Dom.leaf(call, "limit", Integer.toString(limit));
        return Rpc.of(call);
    }

    /** Over RESTCONF (RFC 8040 3.6). */
    public Request request() {
        final var input = JsonNodeFactory.instance
                .objectNode()
                .put("app-id", path.application().toString())
                .put("link-id", path.link().toString())
                .put("from", from.toString())
                .put("until", until.toString())
                .put("limit", limit);
        return Request.json(
                "POST",
                "operations/qkdn-node-extension:relayed-keys",
                JsonNodeFactory.instance
                        .objectNode()
                        .<ObjectNode>set("qkdn-node-extension:input", input)
                        .toString());
    }

    /**
     * Reads the answer.
     *
     * @throws IOException if it is not one
     */
    public static KeyNames.Names read(Element reply) throws IOException {
        final var ranges = new ArrayList<KeyNames.Range>();
        for (final var range : Dom.children(reply, "range")) {
            ranges.add(new KeyNames.Range(time(range, "at"), id(range, "first"), id(range, "last")));
        }
        return new KeyNames.Names(ranges, time(reply, "since"), "true".equals(text(reply, "more")));
    }

    private static Instant time(Element in, String name) throws IOException {
        try {
            return OffsetDateTime.parse(text(in, name)).toInstant();
        } catch (DateTimeException e) {
            throw new IOException("the answer's " + name + " is no time", e);
        }
    }

    private static UUID id(Element in, String name) throws IOException {
        try {
            return UUID.fromString(text(in, name));
        } catch (IllegalArgumentException e) {
            throw new IOException("the answer's " + name + " is no UUID", e);
        }
    }

    private static String text(Element in, String name) throws IOException {
        return Dom.text(in, name).orElseThrow(() -> new IOException("the answer has no " + name));
    }
}
