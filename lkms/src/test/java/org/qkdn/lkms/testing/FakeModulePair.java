package org.qkdn.lkms.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.node.tls.TlsIdentity;

/** Two QKD modules that share keys, each with a KME of its own (ETSI GS QKD 014). */
public final class FakeModulePair implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PER_REQUEST = 50;

    private final SecureRandom random = new SecureRandom();
    /** Keys fetched by the one LKMS and not yet by the other, by key_ID. */
    private final Map<String, Waiting> waiting = new HashMap<>();

    private final AtomicInteger stock = new AtomicInteger();
    private final AtomicInteger keyBytes = new AtomicInteger(32);
    private volatile String outOfStep = "";
    private final List<HttpsServer> servers = new ArrayList<>();

    private record Waiting(String forSae, String fromSae, KeyBytes key) {}

    /** Keys either end may still fetch. */
    public void setStock(int keys) {
        stock.set(keys);
    }

    public int stock() {
        return stock.get();
    }

    public void setKeyBytes(int bytes) {
        keyBytes.set(bytes);
    }

    /** The module that serves this SAE gives other keys than its peer. */
    public void outOfStep(String sae) {
        outOfStep = sae;
    }

    /** Starts the KME of the module at a node and gives its base URL. */
    public URI start(TestPki pki, String commonName, String servedSae) throws Exception {
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext tls = ServerTls.context(pki.files(commonName));
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                var wanted = new SSLParameters();
                wanted.setNeedClientAuth(true);
                wanted.setProtocols(new String[] {"TLSv1.3"});
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/api/v1/keys/", exchange -> serve(exchange, servedSae));
        server.start();
        servers.add(server);
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange, String servedSae) throws IOException {
        try (exchange) {
            var peer =
                    (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
            var path = exchange.getRequestURI().getPath().split("/", -1);
            var body = exchange.getRequestBody().readAllBytes();
            if (!TlsIdentity.commonName(peer).equals(servedSae)) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            var other = path[4];
            switch (path[5]) {
                case "status" ->
                    answer(
                            exchange,
                            200,
                            Map.of(
                                    "key_size",
                                    8 * keyBytes.get(),
                                    "stored_key_count",
                                    stock.get(),
                                    "max_key_per_request",
                                    MOST_PER_REQUEST));
                case "enc_keys" -> encKeys(exchange, servedSae, other, JSON.readTree(body));
                default -> decKeys(exchange, servedSae, other, JSON.readTree(body));
            }
        }
    }

    private synchronized void encKeys(HttpExchange exchange, String master, String slave, JsonNode request)
            throws IOException {
        int number = request.path("number").asInt(1);
        if (number > MOST_PER_REQUEST) {
            answer(exchange, 400, Map.of("message", "too many"));
        } else if (stock.addAndGet(-number) < 0) {
            stock.addAndGet(number);
            answer(exchange, 503, Map.of("message", "not enough keys"));
        } else {
            var keys = new ArrayList<Map<String, String>>();
            for (int i = 0; i < number; i++) {
                var key = new byte[request.path("size").asInt() / 8];
                random.nextBytes(key);
                var id = UUID.randomUUID().toString();
                waiting.put(id, new Waiting(slave, master, KeyBytes.copyOf(key)));
                keys.add(written(id, key));
            }
            answer(exchange, 200, Map.of("keys", keys));
        }
    }

    private synchronized void decKeys(HttpExchange exchange, String slave, String master, JsonNode request)
            throws IOException {
        var keys = new ArrayList<Map<String, String>>();
        for (var id : request.path("key_IDs")) {
            var found = waiting.get(id.path("key_ID").asText());
            if (found == null || !found.forSae.equals(slave) || !found.fromSae.equals(master)) {
                answer(exchange, 400, Map.of("message", "one or more keys specified are not found on KME"));
                return;
            }
            var key = found.key.toArray();
            key[0] += (byte) (slave.equals(outOfStep) ? 1 : 0);
            keys.add(written(id.path("key_ID").asText(), key));
        }
        keys.forEach(key -> waiting.remove(key.get("key_ID")));
        answer(exchange, 200, Map.of("keys", keys));
    }

    private static Map<String, String> written(String id, byte[] key) {
        return Map.of("key_ID", id, "key", Base64.getEncoder().encodeToString(key));
    }

    private static void answer(HttpExchange exchange, int code, Map<String, ?> body) throws IOException {
        var bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }
}
