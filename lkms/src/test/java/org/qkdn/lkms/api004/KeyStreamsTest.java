package org.qkdn.lkms.api004;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;

/** Key streams between two LKMSs, through the JSON form: every status, both ends, restarts. */
class KeyStreamsTest {
    private static final UUID NONE = new UUID(0, 0);

    @TempDir
    Path directory;

    private LkmsPair pair;
    private StreamClient alice;
    private StreamClient bob;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
        pair.configureAndFill();
        connectClients();
    }

    private void connectClients() throws Exception {
        alice = StreamClient.at(pair, "A");
        bob = StreamClient.at(pair, "B");
    }

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
        pair.close();
    }

    /** One ID for each choice of the end that cuts. */
    private static List<UUID> bothOwners() {
        var id = UUID.randomUUID();
        return List.of(
                new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() & ~1L),
                new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() | 1L));
    }

    private void openBoth(UUID id, int chunk, int timeout) throws Exception {
        assertEquals(1, alice.open(id, StreamClient.qos(chunk, 0)).status());
        // the first one's Timeout counts for its own calls only
        assertEquals(0, bob.open(id, StreamClient.qos(chunk, timeout)).status());
    }

    /** Opened by Alice without waiting, and by Bob; both wait for chunks. */
    private UUID opened(int chunk) throws Exception {
        var first = alice.open(NONE, StreamClient.qos(chunk, 10_000).put("Timeout", 1));
        assertEquals(1, first.status(), first.toString());
        assertEquals(0, bob.open(first.id(), StreamClient.qos(chunk, 10_000)).status());
        return first.id();
    }

    @Test
    void bothEndsGetTheSameChunksWhicheverCutsThem() throws Exception {
        for (var id : bothOwners()) {
            var waiting = Executors.newVirtualThreadPerTaskExecutor();
            var first = waiting.submit(() -> alice.open(id, StreamClient.qos(48, 20_000)));
            assertEquals(0, bob.open(id, StreamClient.qos(48, 20_000)).status());
            assertEquals(0, first.get().status());
            waiting.close();
            var seen = new HashSet<String>();
            for (int index = 0; index < 40; index++) {
                var here = alice.get(id, index);
                var there = bob.get(id, index);
                assertEquals(0, here.status(), here.toString());
                assertEquals(0, there.status(), there.toString());
                assertEquals(here.key(), there.key());
                assertEquals(2 * 48, here.key().length());
                assertTrue(seen.add(here.key()), "a chunk twice");
            }
        }
    }

    @Test
    void chunksLargerThanABlockAreCutFromSeveral() throws Exception {
        var id = UUID.randomUUID();
        var patient = StreamClient.qos(3000, 20_000);
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        var first = executor.submit(() -> alice.open(id, patient));
        assertEquals(0, bob.open(id, patient).status());
        assertEquals(0, first.get().status());
        executor.close();
        for (int index = 0; index < 3; index++) {
            var there = bob.get(id, index);
            var here = alice.get(id, index);
            assertEquals(0, here.status(), here.toString());
            assertEquals(6000, here.key().length());
            assertEquals(here.key(), there.key());
        }
    }

    @Test
    void firstSideIsToldThatItsPeerIsMissingAndTheSecondThatItIsThere() throws Exception {
        var first = alice.open(NONE, StreamClient.qos(32, 0));
        assertEquals(1, first.status());
        assertEquals(200, first.http());
        assertNotEquals(NONE, first.id());
        var alone = alice.get(first.id(), 0);
        assertEquals(3, alone.status());
        assertEquals(409, alone.http());
        assertEquals(1, alice.open(first.id(), StreamClient.qos(32, 0)).status());
        assertEquals(0, bob.open(first.id(), StreamClient.qos(32, 0)).status());
        for (var again : List.of(
                alice.open(first.id(), StreamClient.qos(32, 0)), bob.open(first.id(), StreamClient.qos(32, 0)))) {
            assertEquals(5, again.status());
            assertEquals(409, again.http());
        }
    }

    @Test
    void idOfAnotherPairIsInUse() throws Exception {
        var id = UUID.randomUUID();
        assertEquals(1, alice.open(id, StreamClient.qos(32, 0)).status());
        var order = LkmsPair.order("B").toBuilder();
        order.addApplications(
                LkmsPair.application("B").setAppId(UUID.randomUUID().toString()).setLocalSaeId("sae-b2"));
        pair.configure("B", order.build());
        try (var other = pair.sae("B", "sae-b2")) {
            var body = SaeClient.JSON
                    .createObjectNode()
                    .put("Source", "sae-b2")
                    .put("Destination", "sae-a")
                    .put("Key_stream_ID", id.toString());
            var answer = SaeClient.json(other.send("POST", "/api/v1/qkd004/open_connect", body.toString()));
            assertEquals(5, answer.path("status").asInt(), answer.toString());
        }
    }

    @Test
    void pairWithoutKeysIsRefusedAndReported() throws Exception {
        try (var other = pair.sae("A", "sae-a2")) {
            var answer = other.send(
                    "POST",
                    "/api/v1/qkd004/open_connect",
                    "{\"Source\":\"sae-a2\",\"Destination\":\"qkd://sae-b/vpn\"}");
            assertEquals(503, answer.statusCode());
            assertEquals(4, SaeClient.json(answer).path("status").asInt());
            assertTrue(pair.report("A").getRequestedList().stream()
                    .anyMatch(one -> one.getMasterSaeId().equals("sae-a2")));
            var stranger = other.send(
                    "POST", "/api/v1/qkd004/open_connect", "{\"Source\":\"sae-a\",\"Destination\":\"sae-b\"}");
            assertEquals(403, stranger.statusCode());
            assertEquals(4, SaeClient.json(stranger).path("status").asInt());
        }
    }

    @Test
    void streamsOfOthersAreUnknown() throws Exception {
        var id = opened(32);
        var unknown = alice.get(UUID.randomUUID(), 0);
        assertEquals(4, unknown.status());
        assertEquals(404, unknown.http());
        assertEquals(4, alice.close(UUID.randomUUID()).status());
        try (var other = pair.sae("A", "sae-a2")) {
            for (var call : List.of("get_key", "close")) {
                var answer = other.send("POST", "/api/v1/qkd004/" + call, "{\"Key_stream_ID\":\"" + id + "\"}");
                assertEquals(4, SaeClient.json(answer).path("status").asInt());
            }
        }
        assertEquals(0, bob.get(id, 0).status());
    }

    @Test
    void uriOfAnSaeNamesItInEitherOrder() throws Exception {
        var first = alice.send(
                "/api/v1/qkd004/open_connect", "{\"Source\":\"qkd://sae-b@host/x\",\"Destination\":\"sae:sae-a\"}");
        assertEquals(1, first.status(), first.toString());
        assertEquals(32, first.qos().path("Key_chunk_size").asInt());
        // as QKDNetSim's clients have it
        var second = bob.send(
                "/api/v1/keys/sae-a/open_connect",
                "{\"Key_stream_ID\":\"" + first.id() + "\",\"QoS\":{\"Timeout\":10000}}");
        assertEquals(0, second.status(), second.toString());
        var chunk = bob.send("/api/v1/keys/" + first.id() + "/get_key", "{}");
        assertEquals(0, chunk.status(), chunk.toString());
        assertEquals(0, bob.send("/api/v1/keys/" + first.id() + "/close", "{}").status());
    }

    @Test
    void qosThatCannotBeMetComesBackAsOneThatCan() throws Exception {
        var order = LkmsPair.order("A").toBuilder().clearApplications();
        order.addApplications(
                LkmsPair.application("A").setMaxBandwidthBps(64_000).setTtlSeconds(600));
        pair.configure("A", order.build());
        var greedy = StreamClient.qos(5000, 0).put("Min_bps", 100_000).put("TTL", 700);
        greedy.put("Metadata_mimetype", "text/plain");
        var counter = alice.open(NONE, greedy);
        assertEquals(7, counter.status());
        assertEquals(422, counter.http());
        assertEquals(4096, counter.qos().path("Key_chunk_size").asInt());
        assertEquals(64_000, counter.qos().path("Min_bps").asInt());
        assertEquals(64_000, counter.qos().path("Max_bps").asInt());
        assertEquals(600, counter.qos().path("TTL").asInt());
        assertEquals("application/json", counter.qos().path("Metadata_mimetype").asText());
        assertEquals(1, alice.open(NONE, counter.qos()).status());
    }

    @Test
    void secondSideWithChunksOfAnotherSizeIsToldTheFirstOnes() throws Exception {
        for (var id : bothOwners()) {
            assertEquals(1, alice.open(id, StreamClient.qos(64, 0)).status());
            var counter = bob.open(id, StreamClient.qos(32, 0));
            assertEquals(7, counter.status());
            assertEquals(64, counter.qos().path("Key_chunk_size").asInt());
            assertEquals(0, bob.open(id, counter.qos()).status());
        }
    }

    @Test
    void emptyStoreIsStatus2AfterTheTimeout() throws Exception {
        for (var node : List.of("A", "B")) {
            pair.forwarding(node).cut(true);
        }
        for (var id : bothOwners()) {
            openBoth(id, 1000, 2000);
            Eventually.holds("nothing is left", () -> {
                var answer = bob.next(id);
                assertTrue(answer.status() == 0 || answer.status() == 2, answer.toString());
                assertEquals(answer.status() == 0 ? 200 : 503, answer.http());
                return answer.status() == 2;
            });
        }
        pair.forwarding("A").cut(false);
        pair.forwarding("B").cut(false);
    }

    @Test
    void getKeyWaitsForKeyThatComesWithinTheTimeout() throws Exception {
        pair.forwarding("A").cut(true);
        pair.forwarding("B").cut(true);
        for (var id : bothOwners()) {
            openBoth(id, 4096, 25_000);
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                var waiting = executor.submit(() -> bob.get(id, 0));
                assertEquals(2, alice.get(id, 0).status());
                assertFalse(waiting.isDone());
                pair.forwarding("A").cut(false);
                pair.forwarding("B").cut(false);
                assertEquals(0, waiting.get().status());
            }
            pair.forwarding("A").cut(true);
            pair.forwarding("B").cut(true);
        }
    }

    @Test
    void whoDoesNotWaitIsNotToldThatThePeerIsSilent() throws Exception {
        pair.forwarding("A").cut(true);
        pair.forwarding("B").cut(true);
        for (var id : bothOwners()) {
            openBoth(id, 4096, 0);
            for (int i = 0; i < 50; i++) {
                assertEquals(2, alice.get(id, 0).status());
            }
        }
    }

    @Test
    void silentPeerIsATimeout() throws Exception {
        for (var id : bothOwners()) {
            openBoth(id, 32, 3000);
            int index = 0;
            pair.stop("A");
            var answer = bob.get(id, index);
            while (answer.status() == 0) {
                answer = bob.get(id, ++index);
            }
            assertEquals(6, answer.status(), answer.toString());
            assertEquals(504, answer.http());
            assertEquals(index, answer.index());
            pair.start("A");
            alice.close();
            alice = StreamClient.at(pair, "A");
        }
    }

    @Test
    void aSideThatIsAWindowAheadWaitsForTheOtherAndGoesOnWhenThatHasCaughtUp() throws Exception {
        for (var id : bothOwners()) {
            openBoth(id, 8, 10_000);
            int window = 64;
            for (int index = 0; index < window; index++) {
                assertEquals(0, bob.get(id, index).status());
            }
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                var waiting = executor.submit(() -> bob.get(id, window));
                assertEquals(0, alice.get(id, 0).status());
                assertEquals(0, waiting.get().status());
            }
            // Alice passes over the rest
            Eventually.holds("the same chunk", () -> alice.get(id, window).status() == 0);
            assertEquals(0, bob.get(id, 2 * window - 1).status());
        }
    }

    @Test
    void chunkWhoseBytesDifferAtTheTwoEndsIsBurntAtBoth() throws Exception {
        for (var node : List.of("A", "B")) {
            pair.forwarding(node).spoil(LkmsPair.LINK, true);
        }
        for (var id : bothOwners()) {
            openBoth(id, 496, 1000);
            var here = new java.util.HashMap<Long, String>();
            Eventually.holds("what was stored before is used, what came since is burnt", () -> {
                var answer = bob.next(id);
                if (answer.status() == 0) {
                    here.put(answer.index(), answer.key());
                    Eventually.holds(
                            "the same at the other side",
                            () -> alice.get(id, answer.index()).key().equals(answer.key()));
                }
                return here.size() >= 3 && answer.status() == 2;
            });
        }
        for (var node : List.of("A", "B")) {
            pair.forwarding(node).spoil(LkmsPair.LINK, false);
        }
        var id = opened(32);
        Eventually.holds("good ones again", () -> {
            var answer = bob.next(id);
            return answer.status() == 0 && alice.get(id, answer.index()).key().equals(answer.key());
        });
    }

    @Test
    void eachSideGetsAChunkOnceAndIsToldTheNext() throws Exception {
        var id = opened(32);
        assertEquals(0, bob.get(id, 0).status());
        assertEquals(0, bob.get(id, 2).status());
        var again = bob.get(id, 0);
        assertEquals(2, again.status());
        assertEquals(410, again.http());
        assertEquals(1, again.index());
        assertEquals(0, bob.get(id, 1).status());
        assertEquals(3, bob.get(id, 1).index());
        var far = bob.get(id, 0xFFFF_FFFFL);
        assertEquals(410, far.http());
        assertEquals(3, far.index());
        assertEquals(3, bob.next(id).index());
        Eventually.holds("the other side's own", () -> alice.get(id, 0).status() == 0);
    }

    @Test
    void metadataIsToldWhereThereIsRoomForIt() throws Exception {
        var id = opened(32);
        var small = bob.get(id, 0, 3);
        assertEquals(8, small.status());
        assertEquals(400, small.http());
        int needed = small.body().path("Metadata").path("Metadata_size").asInt();
        assertTrue(needed > 3);
        assertFalse(small.body().has("Key_buffer"));
        var good = bob.get(id, 0, needed + 8);
        assertEquals(0, good.status());
        var metadata = SaeClient.JSON.readTree(
                good.body().path("Metadata").path("Metadata_buffer").asText());
        assertTrue(metadata.path("age_s").isInt(), metadata.toString());
        assertEquals("direct", metadata.path("route_class").asText());
        var none = bob.get(id, 1, 0);
        assertEquals(0, none.body().path("Metadata").path("Metadata_size").asInt(-1));
    }

    @Test
    void closedAtOneEndItsPeerGetsNoMoreAndTheIdIsFreeWhenBothHaveClosed() throws Exception {
        for (var id : bothOwners()) {
            openBoth(id, 32, 10_000);
            assertEquals(0, bob.get(id, 0).status());
            var closed = alice.close(id);
            assertEquals(0, closed.status());
            assertEquals(200, closed.http());
            assertEquals(4, alice.get(id, 0).status());
            assertEquals(4, alice.close(id).status());
            Eventually.holds(
                    "the peer hears of it",
                    () -> bob.get(id, 1).status() == 3 || bob.next(id).status() == 3);
            assertEquals(5, alice.open(id, StreamClient.qos(32, 0)).status());
            assertEquals(5, bob.open(id, StreamClient.qos(32, 0)).status());
            assertEquals(0, bob.close(id).status());
            Eventually.holds(
                    "both have forgotten",
                    () -> alice.open(id, StreamClient.qos(32, 0)).status() == 1);
            assertEquals(0, bob.open(id, StreamClient.qos(32, 10_000)).status());
            assertEquals(0, bob.get(id, 0).status());
        }
    }

    @Test
    void streamsOutliveRestartsOfEitherLkms() throws Exception {
        for (var id : bothOwners()) {
            var executor = Executors.newVirtualThreadPerTaskExecutor();
            var first = executor.submit(() -> alice.open(id, StreamClient.qos(32, 20_000)));
            assertEquals(0, bob.open(id, StreamClient.qos(32, 20_000)).status());
            assertEquals(0, first.get().status());
            executor.close();
            var keys = new ArrayList<String>();
            for (var node : List.of("A", "B", "A")) {
                keys.add(alice.get(id, keys.size()).key());
                pair.stop(node);
                pair.start(node);
                alice.close();
                bob.close();
                connectClients();
            }
            for (int index = 0; index < keys.size(); index++) {
                assertEquals(keys.get(index), bob.get(id, index).key());
                assertEquals(410, alice.get(id, index).http());
            }
            assertEquals(alice.get(id, 3).key(), bob.get(id, 3).key());
        }
    }

    @Test
    void associationTakenAwayEndsItsStreams() throws Exception {
        var id = opened(32);
        pair.configure("B", org.qkdn.node.v1.KeyStoreConfiguration.getDefaultInstance());
        assertEquals(4, bob.get(id, 0).status());
        Eventually.holds("the other end hears of it", () -> alice.get(id, 0).status() == 3);
    }

    @Test
    void requestsThatAreNoneOfTheStandardsAreRefused() throws Exception {
        for (var body : List.of(
                "",
                "[]",
                "{\"QoS\":3}",
                "{\"QoS\":{\"Timeout\":-1}}",
                "{\"QoS\":{\"TTL\":4294967296}}",
                "{\"QoS\":{\"TTL\":\"1\"}}",
                "{\"Key_stream_ID\":\"x\"}",
                "{\"Source\":[]}",
                "{\"Source\":\"\\u0000\"}",
                "{\"Source\":\"a\",\"Source\":\"b\"}")) {
            var answer = alice.send("/api/v1/qkd004/open_connect", body);
            assertEquals(400, answer.http(), body);
            assertTrue(answer.body().path("message").asText().length() > 10, body);
        }
        assertEquals(
                400, alice.send("/api/v1/qkd004/get_key", "{\"index\":1.5}").http());
        assertEquals(
                400, alice.send("/api/v1/qkd004/get_key", "{\"Metadata\":1}").http());
        assertEquals(404, alice.send("/api/v1/qkd004/get_key", "{}").http());
        assertEquals(404, alice.send("/api/v1/qkd004/nothing", "{}").http());
        try (var sae = pair.sae("A", "sae-a")) {
            var get = sae.send("GET", "/api/v1/qkd004/close", "");
            assertEquals(405, get.statusCode());
            assertEquals("POST", get.headers().firstValue("allow").orElse(""));
        }
    }
}
