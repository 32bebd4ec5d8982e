package org.qkdn.packages;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.packages.Ports.Site;

/** Both SAEs draw keys as fast as they get them. */
record Load(Deployment network) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECTIONS = 4;

    /** The keys, in base64. */
    Set<String> run(int seconds) throws Exception {
        var drawn = ConcurrentHashMap.<String>newKeySet();
        var failures = ConcurrentHashMap.<String>newKeySet();
        var end = Instant.now().plusSeconds(seconds);
        var threads = new ArrayList<Thread>();
        for (var site : Site.ALL) {
            for (int i = 0; i < CONNECTIONS; i++) {
                threads.add(Thread.ofVirtual().start(() -> draw(site, end, drawn, failures)));
            }
        }
        for (var thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures);
        }
        return drawn;
    }

    private void draw(Site site, Instant end, Set<String> drawn, Set<String> failures) {
        try (var client = client(site)) {
            var request = HttpRequest.newBuilder(
                            URI.create(network.keys(site) + "/" + site.other().sae() + "/enc_keys?number=8"))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            while (Instant.now().isBefore(end)) {
                var answer = client.send(request, BodyHandlers.ofString());
                switch (answer.statusCode()) {
                    case 200 -> drawn.addAll(keys(answer.body()));
                    // its store is empty for a moment
                    case 503 -> Thread.sleep(5);
                    default -> failures.add(answer.statusCode() + " " + answer.body());
                }
            }
        } catch (IOException e) {
            failures.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpClient client(Site site) throws IOException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsIdentity.load(network.tls(site.sae())).jdkClient("lkms-" + site))
                .build();
    }

    private static List<String> keys(String body) throws IOException {
        var keys = new ArrayList<String>();
        JSON.readTree(body).path("keys").forEach(key -> keys.add(key.path("key").asText()));
        return keys;
    }
}
