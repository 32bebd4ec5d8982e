package org.qkdn.lkms.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A QKD module's own key management entity, of which this LKMS is an SAE (ETSI GS QKD 014). */
public final class ModuleKme implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final URI base;
    private final HttpClient client;

    /** The TLS context decides who is believed to be the module. */
    public ModuleKme(String name, URI base, SSLContext tls) {
        this.name = name;
        this.base = base;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }

    /** The KME cannot or will not serve; the message says why, for an operator. */
    public static final class RefusedException extends IOException {
        RefusedException(String message) {
            super(message);
        }

        RefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** What the KME has for a pair of SAEs (ETSI GS QKD 014 6.1). */
    public record Stock(int keySizeBits, int storedKeys, int maxPerRequest) {}

    public String name() {
        return name;
    }

    public Stock status(String slaveSae) throws RefusedException, InterruptedException {
        var answer = json(send(request(slaveSae, "status").GET().build()));
        return new Stock(
                answer.path("key_size").asInt(0),
                answer.path("stored_key_count").asInt(0),
                answer.path("max_key_per_request").asInt(1));
    }

    /** New keys shared with the slave SAE; the caller closes them. */
    public KeyContainer getKeys(String slaveSae, int number, int sizeBits)
            throws RefusedException, InterruptedException {
        return container(post(slaveSae, "enc_keys", Map.of("number", number, "size", sizeBits)));
    }

    /** The keys of these IDs, which the master SAE got, in this order; the caller closes them. */
    public KeyContainer getKeysWithIds(String masterSae, List<String> keyIds)
            throws RefusedException, InterruptedException {
        var ids = keyIds.stream().map(id -> Map.of("key_ID", id)).toList();
        var container = container(post(masterSae, "dec_keys", Map.of("key_IDs", ids)));
        return container.inOrder(keyIds);
    }

    private byte[] post(String sae, String method, Map<String, ?> body) throws RefusedException, InterruptedException {
        try {
            return send(request(sae, method)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build());
        } catch (RefusedException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String sae, String method) {
        var id = URLEncoder.encode(sae, StandardCharsets.UTF_8).replace("+", "%20");
        var path = base.toString().replaceAll("/+$", "") + "/api/v1/keys/" + id + "/" + method;
        return HttpRequest.newBuilder(URI.create(path)).timeout(TIMEOUT);
    }

    private byte[] send(HttpRequest request) throws RefusedException, InterruptedException {
        HttpResponse<byte[]> answer;
        try {
            answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new RefusedException("KME " + name + " cannot be reached at " + base + ": " + reason(e), e);
        }
        if (answer.statusCode() != 200) {
            throw new RefusedException("KME " + name + " answers " + answer.statusCode() + message(answer.body()));
        }
        return answer.body();
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String message(byte[] body) {
        try {
            var text = JSON.readTree(body).path("message").asText("");
            return text.isEmpty() ? "" : ": " + text;
        } catch (IOException e) {
            return "";
        }
    }

    private JsonNode json(byte[] body) throws RefusedException {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new RefusedException("KME " + name + " answers what is not JSON", e);
        }
    }

    private KeyContainer container(byte[] body) throws RefusedException {
        try {
            return KeyContainer.read(body);
        } catch (IOException e) {
            // not the cause: a parser's message may quote the body, and the body is keys
            throw new RefusedException("KME " + name + " answers what is no key container");
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
