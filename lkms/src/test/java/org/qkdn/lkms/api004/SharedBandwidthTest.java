package org.qkdn.lkms.api004;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;
import org.qkdn.node.v1.KeyStoreConfiguration;

/** One association's limits hold over ETSI GS QKD 014, SKIP and ETSI GS QKD 004 together. */
class SharedBandwidthTest {
    private static final String NEW_SKIP_KEY = "/key?remoteSystemID=KP_B";

    @TempDir
    Path directory;

    private LkmsPair pair;
    private final List<AutoCloseable> clients = new ArrayList<>();
    private SaeClient master;
    private SaeClient skip;
    private StreamClient alice;
    private StreamClient bob;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
        for (var node : List.of("A", "B")) {
            pair.stop(node);
            var other = LkmsPair.other(node);
            pair.addToFile(
                    node,
                    "skip: {localSystemId: KP_%s, remoteSystems: [{id: KP_%s, sae: %s}], certificates: {host: 127.0.0.1, port: 0}}"
                            .formatted(node, other, LkmsPair.SAES.get(other).getFirst()));
            pair.start(node);
        }
        pair.configureAndFill();
        master = client(pair.sae("A", "sae-a"));
        skip = client(
                new SaeClient(pair.pki, "sae-a", "A", pair.lkms("A").ports().skip()));
        alice = client(StreamClient.at(pair, "A"));
        bob = client(StreamClient.at(pair, "B"));
    }

    private <T extends AutoCloseable> T client(T client) {
        clients.add(client);
        return client;
    }

    @AfterEach
    void stop() throws Exception {
        for (var client : clients) {
            client.close();
        }
        pair.close();
    }

    private static KeyStoreConfiguration limited(String node, long bitsPerSecond) {
        return LkmsPair.order(node).toBuilder()
                .setApplications(0, LkmsPair.application(node).setMaxBandwidthBps(bitsPerSecond))
                .build();
    }

    /** A name for a stream that A cuts the chunks of. */
    private static UUID cutByA() {
        var id = UUID.randomUUID();
        boolean isSmaller = LkmsPair.NODE_ID.get("A").compareTo(LkmsPair.NODE_ID.get("B")) < 0;
        long even = id.getLeastSignificantBits() & ~1L;
        return new UUID(id.getMostSignificantBits(), isSmaller ? even : even + 1);
    }

    @Test
    void whatOneInterfaceTookTheOthersCannotTake() throws Exception {
        // a bucket of 4096 bits that, at one bit per second, is not filled again within this test
        pair.configure("A", limited("A", 1));
        pair.configure("B", limited("B", 1));
        assertEquals(8, SaeClient.keys(master.get("sae-b/enc_keys?number=8")).size());
        for (int i = 0; i < 4; i++) {
            assertEquals(200, skip.send("GET", NEW_SKIP_KEY, "").statusCode());
        }
        var stream = cutByA();
        assertEquals(1, alice.open(stream, StreamClient.qos(32, 0)).status());
        assertEquals(0, bob.open(stream, StreamClient.qos(32, 500)).status());
        for (int index = 0; index < 4; index++) {
            int chunk = index;
            Eventually.holds("chunk " + index, () -> alice.get(stream, chunk).status() == 0);
        }

        var refused = master.get("sae-b/enc_keys");
        assertEquals(503, refused.statusCode());
        int seconds =
                Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow());
        assertTrue(seconds >= 1 && seconds <= 256, refused.headers().map().toString());
        var details = SaeClient.json(refused).path("details").path(0);
        assertEquals(1, details.path("max_bandwidth_bps").asLong());
        assertTrue(details.path("retry_after_ms").asLong() <= 256_000, refused.body());

        var skipped = skip.send("GET", NEW_SKIP_KEY, "");
        assertEquals(503, skipped.statusCode());
        assertTrue(SaeClient.json(skipped).path("message").asText().contains("bandwidth"), skipped.body());
        assertTrue(skipped.headers().firstValue("Retry-After").isPresent());

        assertEquals(2, alice.get(stream, 4).status());
        assertEquals(2, bob.get(stream, 4).status());

        pair.configure("A", limited("A", 1_000_000));
        assertEquals(200, master.get("sae-b/enc_keys").statusCode());
        assertEquals(200, skip.send("GET", NEW_SKIP_KEY, "").statusCode());
        Eventually.holds("chunk 4", () -> alice.get(stream, 4).status() == 0);
    }

    @Test
    void keyDrawnForASecondSlaveIsFetchedThroughSkip() throws Exception {
        pair.configure("A", withSecondSlave("A", "sae-a", "sae-b2"));
        pair.configure("B", withSecondSlave("B", "sae-b2", "sae-a"));
        var drawn = new ArrayList<Map<String, String>>();
        Eventually.holds("a key for both", () -> {
            var answer = master.post("sae-b/enc_keys", "{\"number\":1,\"additional_slave_SAE_IDs\":[\"sae-b2\"]}");
            if (answer.statusCode() == 200) {
                drawn.add(SaeClient.keys(answer));
            }
            return !drawn.isEmpty();
        });
        var id = drawn.getFirst().keySet().iterator().next();
        var path = "/key/" + id.replace("-", "") + "?remoteSystemID=KP_A";
        for (var sae : List.of("sae-b2", "sae-b")) {
            var slave = client(
                    new SaeClient(pair.pki, sae, "B", pair.lkms("B").ports().skip()));
            assertEquals(200, slave.send("GET", path, "").statusCode(), sae);
            assertEquals(400, slave.send("GET", path, "").statusCode(), sae);
        }
    }

    private static KeyStoreConfiguration withSecondSlave(String node, String local, String remote) {
        return LkmsPair.order(node).toBuilder()
                .addApplications(LkmsPair.application(node)
                        .setAppId(UUID.nameUUIDFromBytes(new byte[] {2}).toString())
                        .setLocalSaeId(local)
                        .setRemoteSaeId(remote))
                .build();
    }
}
