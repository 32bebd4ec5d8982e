package org.qkdn.emulator.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.qkdn.node.tls.TlsFiles;
import org.qkdn.node.tls.TlsIdentity;

/** JSON over HTTPS with mutual TLS, to one server known by its common name. */
final class HttpsJson implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String base;
    private final String mediaType;
    private final HttpClient client;

    HttpsJson(String base, String mediaType, String certificate, String key, String ca, String serverCommonName)
            throws IOException {
        this.base = base;
        this.mediaType = mediaType;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .sslContext(TlsIdentity.load(new TlsFiles(Path.of(certificate), Path.of(key), Path.of(ca)))
                        .jdkClient(serverCommonName))
                .build();
    }

    HttpAnswer get(String path) throws IOException {
        return send(request(path).GET());
    }

    HttpAnswer put(String path, JsonNode body) throws IOException {
        return send(request(path).PUT(BodyPublishers.ofString(body.toString())));
    }

    HttpAnswer patch(String path, JsonNode body) throws IOException {
        return send(request(path).method("PATCH", BodyPublishers.ofString(body.toString())));
    }

    HttpAnswer post(String path, JsonNode body) throws IOException {
        return send(request(path).POST(BodyPublishers.ofString(body.toString())));
    }

    HttpAnswer delete(String path) throws IOException {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Content-Type", mediaType)
                .header("Accept", mediaType);
    }

    private HttpAnswer send(HttpRequest.Builder request) throws IOException {
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            return new HttpAnswer(answer.statusCode(), parse(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + base, e);
        }
    }

    /** Its connections too. */
    @Override
    public void close() {
        client.close();
    }

    private static JsonNode parse(String body) {
        if (body.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(body);
        }
    }
}
