package org.qkdn.lkms.api004;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;

/** An SAE of a pair of LKMSs, as client of ETSI GS QKD 004 in JSON. */
final class StreamClient implements AutoCloseable {
    private final SaeClient client;
    private final String sae;
    private final String peer;

    private StreamClient(SaeClient client, String sae, String peer) {
        this.client = client;
        this.sae = sae;
        this.peer = peer;
    }

    /** The SAE of the node that shares keys with the other node's. */
    static StreamClient at(LkmsPair pair, String node) throws Exception {
        return at(pair, node, pair.lkms(node).ports().etsi014());
    }

    /** As {@link #at}, where the node's LKMS runs as a process of its own. */
    static StreamClient at(LkmsPair pair, String node, int port) throws Exception {
        var sae = LkmsPair.SAES.get(node).getFirst();
        var peer = LkmsPair.SAES.get(LkmsPair.other(node)).getFirst();
        return new StreamClient(new SaeClient(pair.pki, sae, node, port), sae, peer);
    }

    /** What was answered. */
    record Answer(int http, JsonNode body) {
        int status() {
            return body.path("status").asInt(-1);
        }

        UUID id() {
            return UUID.fromString(body.path("Key_stream_ID").asText());
        }

        long index() {
            return body.path("index").asLong(-1);
        }

        /** In hexadecimal, so that it can be compared and printed by tests. */
        String key() {
            return HexFormat.of()
                    .formatHex(
                            Base64.getDecoder().decode(body.path("Key_buffer").asText()));
        }

        ObjectNode qos() {
            return body.path("QoS").deepCopy();
        }
    }

    static ObjectNode qos(int chunk, int timeoutMillis) {
        return SaeClient.JSON
                .createObjectNode()
                .put("Key_chunk_size", chunk)
                .put("Timeout", timeoutMillis)
                .put("Metadata_mimetype", "application/json");
    }

    Answer open(UUID id, ObjectNode qos) throws Exception {
        var body = SaeClient.JSON.createObjectNode().put("Source", sae).put("Destination", peer);
        body.put("Key_stream_ID", id.toString()).set("QoS", qos);
        return post("open_connect", body);
    }

    Answer get(UUID id, long index) throws Exception {
        return get(id, index, 0);
    }

    Answer get(UUID id, long index, int metadataSize) throws Exception {
        var body = named(id).put("index", index);
        body.putObject("Metadata").put("Metadata_size", metadataSize);
        return post("get_key", body);
    }

    Answer next(UUID id) throws Exception {
        return post("get_key", named(id));
    }

    Answer close(UUID id) throws Exception {
        return post("close", named(id));
    }

    private static ObjectNode named(UUID id) {
        return SaeClient.JSON.createObjectNode().put("Key_stream_ID", id.toString());
    }

    Answer post(String call, JsonNode body) throws Exception {
        return send("/api/v1/qkd004/" + call, body.toString());
    }

    Answer send(String path, String body) throws Exception {
        var answer = client.send("POST", path, body);
        return new Answer(answer.statusCode(), SaeClient.json(answer));
    }

    @Override
    public void close() {
        client.close();
    }
}
