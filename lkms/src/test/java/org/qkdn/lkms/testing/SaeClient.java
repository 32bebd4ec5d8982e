package org.qkdn.lkms.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A secure application entity with its certificate, as client of one KME. */
public final class SaeClient implements AutoCloseable {
    public static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final String base;

    public SaeClient(TestPki pki, String sae, String node, int port) throws Exception {
        client = HttpClient.newBuilder()
                .sslContext(pki.identity(sae).jdkClient("lkms-" + node))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        base = "https://127.0.0.1:" + port;
    }

    public HttpResponse<String> send(String method, String path, String body) throws Exception {
        var publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return client.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json")
                        .method(method, publisher)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path) throws Exception {
        return send("GET", "/api/v1/keys/" + path, "");
    }

    public HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", "/api/v1/keys/" + path, body);
    }

    /** Keys by ID, in the order of the answer. */
    public static Map<String, String> keys(HttpResponse<String> answer) throws Exception {
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        var keys = new LinkedHashMap<String, String>();
        for (var key : JSON.readTree(answer.body()).path("keys")) {
            keys.put(key.path("key_ID").asText(), key.path("key").asText());
        }
        return keys;
    }

    public static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    /** Body of a POST of dec_keys. */
    public static String keyIds(Iterable<String> ids) throws Exception {
        List<Map<String, String>> list = new ArrayList<>();
        ids.forEach(id -> list.add(Map.of("key_ID", id)));
        return JSON.writeValueAsString(Map.of("key_IDs", list));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
