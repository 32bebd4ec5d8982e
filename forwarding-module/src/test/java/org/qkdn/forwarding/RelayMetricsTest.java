package org.qkdn.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.forwarding.testing.TestChain;

/** What monitoring reads of a forwarding module. */
class RelayMetricsTest {
    @TempDir
    Path directory;

    private TestChain chain;
    private int port;

    @BeforeEach
    void start() throws Exception {
        chain = new TestChain(directory);
        port = chain.a.tellsMetrics("prometheus");
        chain.a.stop();
        chain.a.start();
        chain.awaitConnected();
    }

    @AfterEach
    void stop() {
        chain.close();
    }

    private HttpResponse<String> get(String reader, String path) throws Exception {
        try (var client = HttpClient.newBuilder()
                .sslContext(chain.authority.identity(reader).jdkClient("fm-A"))
                .build()) {
            var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private String metrics() throws Exception {
        var answer = get("prometheus", "/metrics");
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    private static void has(String metrics, String line) {
        assertTrue(metrics.lines().anyMatch(line::equals), line + " not in\n" + metrics);
    }

    @Test
    void relaysPadsAndNeighboursAreCounted() throws Exception {
        has(metrics(), "qkdn_relay_blocks_total 0.0");
        for (int i = 0; i < 3; i++) {
            var ignored = chain.a.relay().relay(TestChain.block(TestChain.LINK, UUID.randomUUID(), new byte[1024]));
        }
        var metrics = metrics();
        has(metrics, "qkdn_relay_blocks_total 6.0");
        has(metrics, "qkdn_relay_acknowledged_seconds_count 3");
        has(metrics, "qkdn_relay_neighbours_up 1.0");
        has(metrics, "qkdn_relay_waiting_blocks 0.0");
        for (var to : List.of("send", "receive")) {
            assertTrue(metrics.contains("qkdn_relay_pads_bytes_total{to=\"" + to + "\"}"), metrics);
        }
        assertFalse(metrics.contains("qkdn_relay_failures_total"), metrics);
    }

    @Test
    void onlyReadersReadAndOnlyMetrics() throws Exception {
        assertEquals(403, get("agent-A", "/metrics").statusCode());
        assertEquals(404, get("prometheus", "/").statusCode());
    }
}
