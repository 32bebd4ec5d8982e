package org.qkdn.lkms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;
import org.qkdn.node.v1.AllotPad;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.qkdn.node.v1.LinkStoreLevel;
import org.qkdn.node.v1.WatchKeyStores;

class LkmsPairTest {
    @TempDir
    Path directory;

    private LkmsPair pair;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
    }

    @AfterEach
    void stop() {
        pair.close();
    }

    @Test
    void bothEndsHandOutTheSameBytesForManyKeysOfSeveralSizesInBothDirections() throws Exception {
        pair.configureAndFill();
        var random = new Random(14);
        var seen = new HashSet<String>();
        for (var end : List.of("A", "B")) {
            var master = LkmsPair.SAES.get(end).getFirst();
            var slave = LkmsPair.SAES.get(LkmsPair.other(end)).getFirst();
            try (var ours = pair.sae(end, master);
                    var theirs = pair.sae(LkmsPair.other(end), slave)) {
                for (int round = 0; round < 60; round++) {
                    int number = 1 + random.nextInt(5);
                    int size = 64 + 8 * random.nextInt(121);
                    var given = obtain(ours, slave, number, size);
                    var ids = new ArrayList<>(given.keySet());
                    Collections.shuffle(ids, random);
                    var taken = SaeClient.keys(theirs.post(master + "/dec_keys", SaeClient.keyIds(ids)));
                    assertEquals(given, taken);
                    assertEquals(ids, List.copyOf(taken.keySet()));
                    for (var key : given.values()) {
                        assertEquals(size / 8, Base64.getDecoder().decode(key).length);
                        assertTrue(seen.add(key), "a key was handed out twice");
                    }
                }
            }
        }
    }

    /** Retries while the store is being filled. */
    private static Map<String, String> obtain(SaeClient master, String slave, int number, int size) throws Exception {
        var keys = new LinkedHashMap<String, String>();
        Eventually.holds("keys of " + size + " bit", () -> {
            var answer = master.post(slave + "/enc_keys", "{\"number\":%d,\"size\":%d}".formatted(number, size));
            if (answer.statusCode() == 503) {
                return false;
            }
            keys.putAll(SaeClient.keys(answer));
            return true;
        });
        assertEquals(number, keys.size());
        return keys;
    }

    @Test
    void largestRequestIsMetAfterTheStoreHasGrownForIt() throws Exception {
        pair.configureAndFill();
        try (var master = pair.sae("A", "sae-a")) {
            assertEquals(32, obtain(master, "sae-b", 32, 1024).size());
        }
    }

    @Test
    void batchesGrowWithWhatIsAskedForAndTheirKeysAreTheSameAtBothEnds() throws Exception {
        pair.configureAndFill();
        try (var master = pair.sae("A", "sae-a");
                var slave = pair.sae("B", "sae-b")) {
            for (int round = 0; pair.forwarding("A").largestBatch() < 8; round++) {
                assertTrue(round < 200, "batches do not grow");
                var given = obtain(master, "sae-b", 32, 1024);
                assertEquals(given, SaeClient.keys(slave.post("sae-a/dec_keys", SaeClient.keyIds(given.keySet()))));
            }
        }
    }

    @Test
    void forwardingModuleThatTakesOneBlockAtATimeGetsOne() throws Exception {
        pair.forwarding("A").refuseMoreThan(1);
        pair.configureAndFill();
        try (var master = pair.sae("A", "sae-a")) {
            assertEquals(32, obtain(master, "sae-b", 32, 1024).size());
        }
        assertEquals(1, pair.forwarding("A").largestBatch());
    }

    @Test
    void linkStoresFillToTheirTargetAndPadsAreTheSameAtBothEndsAndGivenOnce() throws Exception {
        pair.modules.setStock(100_000);
        pair.configure("A", LkmsPair.order("A"));
        pair.configure("B", LkmsPair.order("B"));
        for (var node : List.of("A", "B")) {
            Eventually.holds("link store of " + node, () -> {
                var level = link(node);
                return level.getOwnBits() >= 131_072 && level.getPeerBits() >= 131_072;
            });
            assertTrue(link(node).getOwnBits() < 131_072 + 2 * 32_768, "the store grows without bound");
        }
        var sender = pair.linkKeys("A");
        var receiver = pair.linkKeys("B");
        var seen = new HashSet<List<Object>>();
        for (int i = 0; i < 40; i++) {
            var length = i % 3 == 0 ? 32 : 544;
            var pad = sender.allot(AllotPad.newBuilder()
                    .setLinkId(LkmsPair.LINK)
                    .setLengthBytes(length)
                    .setPurpose(AllotPad.Purpose.ANSWER)
                    .build());
            assertEquals(length, pad.getKey().size());
            assertTrue(
                    seen.add(List.of(pad.getRange().getBlockId(), pad.getRange().getOffset())));
            assertEquals(pad.getKey(), receiver.take(pad.getRange()).getKey());
            var again = assertThrows(StatusRuntimeException.class, () -> receiver.take(pad.getRange()));
            assertEquals(Status.Code.NOT_FOUND, again.getStatus().getCode());
            var overlap = pad.getRange().toBuilder().setLengthBytes(1).build();
            assertThrows(StatusRuntimeException.class, () -> receiver.take(overlap));
        }
    }

    private LinkStoreLevel link(String node) throws Exception {
        return pair.report(node).getLinksList().stream().findFirst().orElse(LinkStoreLevel.getDefaultInstance());
    }

    @Test
    void emptyLinkStoreRefusesPadsAndReportsThatTheModuleHasNoKeys() throws Exception {
        pair.configure("A", LkmsPair.order("A"));
        Eventually.holds("a reason is reported", () -> link("A").getReason().contains("has only 0 keys"));
        var request = AllotPad.newBuilder()
                .setLinkId(LkmsPair.LINK)
                .setLengthBytes(32)
                .build();
        var stub = pair.linkKeys("A");
        var refused = assertThrows(StatusRuntimeException.class, () -> stub.allot(request));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getStatus().getCode());
        var unknown = assertThrows(
                StatusRuntimeException.class,
                () -> stub.allot(request.toBuilder().setLinkId("none").build()));
        assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());
    }

    @Test
    void supplyThatTheNeighbourDidNotConfirmIsNotUsableUntilItDoes() throws Exception {
        pair.modules.setStock(100_000);
        pair.forwarding("A").cut(true);
        pair.configure("A", LkmsPair.order("A"));
        Eventually.holds("a reason is reported", () -> link("A").getReason().contains("did not confirm"));
        assertEquals(0, link("A").getOwnBits());
        pair.configure("B", LkmsPair.order("B"));
        pair.forwarding("A").cut(false);
        Eventually.holds("the block is confirmed", () -> link("A").getOwnBits() > 0);
    }

    @Test
    void blockWithoutAcknowledgementIsNeverHandedOutByItsSource() throws Exception {
        pair.forwarding("A").loseAnswers(true);
        pair.configure("B", LkmsPair.order("B"));
        pair.configure("A", LkmsPair.order("A"));
        Eventually.holds("blocks were relayed", () -> pair.forwarding("A").relayed() >= 2);
        try (var master = pair.sae("A", "sae-a")) {
            var answer = master.get("sae-b/enc_keys");
            assertEquals(503, answer.statusCode());
            Eventually.holds(
                    "the reason is told",
                    () -> master.get("sae-b/enc_keys").body().contains("no acknowledgement"));
        }
    }

    @Test
    void storeFillsAgainByItselfOnceTheRelayIsMended() throws Exception {
        pair.forwarding("A").cut(true);
        pair.configure("B", LkmsPair.order("B"));
        pair.configure("A", LkmsPair.order("A"));
        Eventually.holds(
                "the failure is reported",
                () -> pair.report("A").getApplications(0).getReason().contains("the neighbour is down"));
        pair.forwarding("A").cut(false);
        Eventually.holds("keys are there", () -> LkmsPair.applicationLevel(pair.report("A")) > 0);
        Eventually.holds(
                "no reason is left",
                () -> pair.report("A").getApplications(0).getReason().isEmpty());
    }

    @Test
    void pairWithoutApplicationIsReportedAsRequestedUntilItIsConfigured() throws Exception {
        try (var master = pair.sae("A", "sae-a")) {
            assertEquals(503, master.get("sae-b/enc_keys").statusCode());
            assertEquals(503, master.get("sae-b/status").statusCode());
        }
        var requested = pair.report("A").getRequestedList();
        assertEquals(1, requested.size());
        assertEquals("sae-a", requested.getFirst().getMasterSaeId());
        assertEquals("sae-b", requested.getFirst().getSlaveSaeId());
        pair.configureAndFill();
        assertTrue(pair.report("A").getRequestedList().isEmpty());
    }

    @Test
    void requestReachesAWatchingAgentAtOnce() throws Exception {
        var reports = pair.control("A").watch(WatchKeyStores.getDefaultInstance());
        assertEquals(0, reports.next().getRequestedCount());
        try (var master = pair.sae("A", "sae-a")) {
            assertEquals(503, master.get("sae-b/enc_keys").statusCode());
        }
        Eventually.holds("the request is reported", () -> reports.next().getRequestedCount() == 1);
    }

    @Test
    void deliveredBitsAreCountedAtBothEnds() throws Exception {
        pair.configureAndFill();
        try (var master = pair.sae("A", "sae-a");
                var slave = pair.sae("B", "sae-b")) {
            var keys = SaeClient.keys(master.get("sae-b/enc_keys?number=3"));
            SaeClient.keys(slave.post("sae-a/dec_keys", SaeClient.keyIds(keys.keySet())));
        }
        assertEquals(768, pair.report("A").getApplications(0).getDeliveredBits());
        assertEquals(768, pair.report("B").getApplications(0).getDeliveredBits());
    }

    @Test
    void restartGivesNoKeyTwiceAndLosesNoneAcknowledgedThoughAgentAndRelayAreGone() throws Exception {
        pair.configureAndFill();
        var before = new LinkedHashMap<String, String>();
        try (var master = pair.sae("A", "sae-a");
                var slave = pair.sae("B", "sae-b")) {
            before.putAll(SaeClient.keys(master.get("sae-b/enc_keys?number=6")));
            var first = before.keySet().iterator().next();
            SaeClient.keys(slave.get("sae-a/dec_keys?key_ID=" + first));
        }
        pair.forwarding("A").cut(true);
        pair.forwarding("B").cut(true);
        for (var node : List.of("A", "B")) {
            pair.stop(node);
            pair.start(node);
        }
        try (var master = pair.sae("A", "sae-a");
                var slave = pair.sae("B", "sae-b")) {
            var ids = new ArrayList<>(before.keySet());
            var used = ids.removeFirst();
            assertEquals(400, slave.get("sae-a/dec_keys?key_ID=" + used).statusCode());
            var rest = SaeClient.keys(slave.post("sae-a/dec_keys", SaeClient.keyIds(ids)));
            ids.forEach(id -> assertEquals(before.get(id), rest.get(id)));
            var after = SaeClient.keys(master.get("sae-b/enc_keys?number=10"));
            assertTrue(Collections.disjoint(before.values(), after.values()));
            assertEquals(after, SaeClient.keys(slave.post("sae-a/dec_keys", SaeClient.keyIds(after.keySet()))));
        }
    }

    @Test
    void noKeyHandedOutIsReadableInTheStateDirectory() throws Exception {
        pair.configureAndFill();
        try (var master = pair.sae("A", "sae-a")) {
            for (var key :
                    SaeClient.keys(master.get("sae-b/enc_keys?number=20")).values()) {
                var text = new String(Base64.getDecoder().decode(key), java.nio.charset.StandardCharsets.ISO_8859_1);
                for (var node : List.of("A", "B")) {
                    try (var files = Files.walk(pair.state(node))) {
                        for (var file : files.filter(Files::isRegularFile).toList()) {
                            assertFalse(
                                    Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                                            .contains(text),
                                    file.toString());
                        }
                    }
                }
            }
        }
    }

    @Test
    void removedApplicationLosesItsKeysAndARepeatedOrderKeepsThem() throws Exception {
        pair.configureAndFill();
        long level = LkmsPair.applicationLevel(pair.report("A"));
        pair.configure("A", LkmsPair.order("A"));
        assertEquals(level, LkmsPair.applicationLevel(pair.report("A")));
        pair.configure("A", KeyStoreConfiguration.getDefaultInstance());
        pair.forwarding("A").cut(true);
        pair.configure("A", LkmsPair.order("A"));
        assertEquals(0, LkmsPair.applicationLevel(pair.report("A")));
    }

    @Test
    void eachServiceIsForItsOwnCallerOnly() throws Exception {
        for (var caller : List.of("agent-B", "fm-A", "operator", "sae-a")) {
            var stub = KeyStoreControlGrpc.newBlockingStub(pair.channel("A", caller));
            var refused = assertThrows(
                    StatusRuntimeException.class, () -> stub.configure(KeyStoreConfiguration.getDefaultInstance()));
            assertEquals(Status.Code.PERMISSION_DENIED, refused.getStatus().getCode(), caller);
        }
        for (var caller : List.of("agent-A", "fm-B", "lkms-A")) {
            var stub = LinkKeysGrpc.newBlockingStub(pair.channel("A", caller));
            var refused = assertThrows(StatusRuntimeException.class, () -> stub.allot(AllotPad.getDefaultInstance()));
            assertEquals(Status.Code.PERMISSION_DENIED, refused.getStatus().getCode(), caller);
        }
    }
}
