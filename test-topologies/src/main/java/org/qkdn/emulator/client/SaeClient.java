package org.qkdn.emulator.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** An SAE at its node's key delivery API (ETSI GS QKD 014). */
public final class SaeClient implements AutoCloseable {
    private final HttpsJson https;

    public SaeClient(Endpoints endpoints, Endpoints.Node node, Endpoints.Sae sae) throws IOException {
        https = new HttpsJson(
                node.etsi014(), "application/json", sae.certificate(), sae.key(), endpoints.ca(), node.kmeCommonName());
    }

    public HttpAnswer status(String slave) throws IOException {
        return https.get("/" + encode(slave) + "/status");
    }

    public HttpAnswer encKeys(String slave, int number, int sizeBits) throws IOException {
        return https.get("/" + encode(slave) + "/enc_keys?number=" + number + "&size=" + sizeBits);
    }

    /** As {@link #encKeys} in the POST form, which the HTTP client never repeats by itself: each answer counts. */
    public HttpAnswer encKeysOnce(String slave, int number, int sizeBits) throws IOException {
        var body = JsonNodeFactory.instance.objectNode().put("number", number).put("size", sizeBits);
        return https.post("/" + encode(slave) + "/enc_keys", body);
    }

    public HttpAnswer decKeys(String master, Iterable<String> keyIds) throws IOException {
        var body = JsonNodeFactory.instance.objectNode();
        var ids = body.putArray("key_IDs");
        keyIds.forEach(id -> ids.addObject().put("key_ID", id));
        return https.post("/" + encode(master) + "/dec_keys", body);
    }

    @Override
    public void close() {
        https.close();
    }

    private static String encode(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
