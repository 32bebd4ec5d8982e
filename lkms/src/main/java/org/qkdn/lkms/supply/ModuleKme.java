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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A QKD module's own key management entity, of which this LKMS is an SAE (ETSI GS QKD 014). */
public final class ModuleKme implements KeySource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Keys asked for at once by their IDs: within what any KME of the field takes. */
    private static final int IDS_PER_REQUEST = 64;

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

    /** What the KME has for a pair of SAEs (ETSI GS QKD 014 6.1). */
    private record Stock(int keySizeBits, int storedKeys, int maxPerRequest) {}

    @Override
    public String name() {
        return name;
    }

    private Stock status(String slaveSae) throws RefusedException, InterruptedException {
        var answer = json(send(request(slaveSae, "status").GET().build()));
        return new Stock(
                answer.path("key_size").asInt(0),
                answer.path("stored_key_count").asInt(0),
                Math.max(1, answer.path("max_key_per_request").asInt(1)));
    }

    @Override
    public KeyContainer take(String peer, Wanted wanted) throws RefusedException, InterruptedException {
        var stock = status(peer);
        int keyBytes = stock.keySizeBits() / 8;
        if (keyBytes <= 0 || stock.keySizeBits() % 8 != 0) {
            throw new RefusedException("KME " + name + " has a key size of " + stock.keySizeBits() + " bit");
        }
        int number = Math.min(wanted.most(keyBytes), stock.storedKeys());
        if (number < wanted.least(keyBytes)) {
            throw new RefusedException("KME " + name + " has only " + stock.storedKeys() + " keys of "
                    + stock.keySizeBits() + " bit ready");
        }
        var keys = newKeys(peer, number, stock);
        if (!keys.isAllOf(keyBytes) || keys.size() < wanted.least(keyBytes)) {
            keys.close();
            throw new RefusedException("KME " + name + " gives keys of another size, or fewer, than asked for");
        }
        return keys;
    }

    /** In as many requests as the KME's limit demands; fewer keys where it refuses a later one. */
    private KeyContainer newKeys(String peer, int number, Stock stock) throws RefusedException, InterruptedException {
        var containers = new ArrayList<KeyContainer>();
        for (int left = number; left > 0; ) {
            int now = Math.min(left, stock.maxPerRequest());
            var request = Map.of("number", now, "size", stock.keySizeBits());
            try {
                containers.add(container(post(peer, "enc_keys", request)));
            } catch (RefusedException e) {
                if (containers.isEmpty()) {
                    throw e;
                }
                break;
            }
            left -= now;
        }
        return KeyContainer.merged(containers);
    }

    @Override
    public KeyContainer find(String peer, List<String> ids) throws RefusedException, InterruptedException {
        var containers = new ArrayList<KeyContainer>();
        try {
            for (int i = 0; i < ids.size(); i += IDS_PER_REQUEST) {
                var some = ids.subList(i, Math.min(ids.size(), i + IDS_PER_REQUEST));
                var named = some.stream().map(id -> Map.of("key_ID", id)).toList();
                containers.add(container(post(peer, "dec_keys", Map.of("key_IDs", named)))
                        .inOrder(some));
            }
        } catch (RefusedException e) {
            containers.forEach(KeyContainer::close);
            throw e;
        }
        return KeyContainer.merged(containers);
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
