package org.qkdn.lkms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;
import org.qkdn.node.v1.AllotPad;
import org.qkdn.node.v1.DirectKeysGrpc;
import org.qkdn.node.v1.LinkRange;

/** Two neighbours whose modules make little key: every bit of it becomes keys of their application. */
class DirectKeysTest {
    @TempDir
    Path directory;

    private LkmsPair pair;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
        for (var node : List.of("A", "B")) {
            pair.stop(node);
            var file = pair.file(node);
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst(
                                    "commonName: module-" + node + "-1",
                                    "commonName: module-" + node + "-1, slow: true"));
            pair.start(node);
        }
        pair.modules.setStock(0);
    }

    @AfterEach
    void stop() {
        pair.close();
    }

    private void configure() throws Exception {
        for (var node : List.of("A", "B")) {
            pair.configure(node, LkmsPair.order(node));
        }
    }

    @Test
    void nineTimes512BitOfALinkAreNineKeysAndNothingIsRelayed() throws Exception {
        // of 256 bit, for whichever end is first
        pair.modules.setStock(18);
        configure();
        var seen = new HashSet<String>();
        Eventually.holds("nine keys", () -> {
            for (var node : List.of("A", "B")) {
                draw(node).ifPresent(key -> assertTrue(seen.add(key), "a key was handed out twice"));
            }
            return seen.size() == 9;
        });
        for (var node : List.of("A", "B")) {
            assertTrue(draw(node).isEmpty());
            assertEquals(0, pair.forwarding(node).relayed());
        }
        assertEquals(0, pair.modules.stock());
    }

    /** A key that the other end has too; empty where there is none. */
    private Optional<String> draw(String node) throws Exception {
        var master = LkmsPair.SAES.get(node).getFirst();
        var slave = LkmsPair.SAES.get(LkmsPair.other(node)).getFirst();
        try (var ours = pair.sae(node, master);
                var theirs = pair.sae(LkmsPair.other(node), slave)) {
            var answer = ours.post(slave + "/enc_keys", "{\"size\":512}");
            if (answer.statusCode() == 503) {
                return Optional.empty();
            }
            var given = SaeClient.keys(answer);
            assertEquals(given, SaeClient.keys(theirs.post(master + "/dec_keys", SaeClient.keyIds(given.keySet()))));
            return given.values().stream().findFirst();
        }
    }

    @Test
    void aKeyIsLostWhereTheNeighbourCannotTakeItOverAndTheNextOnesAreTheSameAtBothEnds() throws Exception {
        pair.configure("A", LkmsPair.order("A"));
        pair.configure("B", LkmsPair.order("B").toBuilder().clearApplications().build());
        Eventually.holds("the refusal is noted", () -> {
            // B, which may be first at the module, takes some for itself
            pair.modules.setStock(4);
            return pair.audit("B").contains("direct-keys-refused");
        });
        pair.configure("B", LkmsPair.order("B"));
        pair.modules.setStock(40);
        Eventually.holds("a key", () -> draw("A").isPresent());
    }

    @Test
    void bytesAreMovedOnceAndOnlyForTheNodeAtTheOtherEndOfTheApplicationAndTheLink() throws Exception {
        pair.modules.setStock(40);
        for (var node : List.of("A", "B")) {
            pair.configure(
                    node, LkmsPair.order(node).toBuilder().clearApplications().build());
        }
        var range = new ArrayList<LinkRange>();
        Eventually.holds("a pad of A", () -> {
            try {
                var pad = pair.linkKeys("A")
                        .allot(AllotPad.newBuilder()
                                .setLinkId(LkmsPair.LINK)
                                .setLengthBytes(64)
                                .setPurpose(AllotPad.Purpose.ANSWER)
                                .build());
                range.add(LinkRange.newBuilder()
                        .setLinkId(LkmsPair.LINK)
                        .setLinkBlockId(pad.getRange().getBlockId())
                        .setOffset(pad.getRange().getOffset())
                        .setLengthBytes(64)
                        .setAppId(LkmsPair.APP)
                        .setBlockId(UUID.randomUUID().toString())
                        .setCheckKey(ByteString.copyFrom(new byte[16]))
                        .build());
                return true;
            } catch (StatusRuntimeException e) {
                return false;
            }
        });
        var good = range.getFirst();
        assertEquals(Status.Code.FAILED_PRECONDITION, refused("lkms-A", good), "no such application");
        pair.configure("B", LkmsPair.order("B"));
        assertEquals(
                Status.Code.FAILED_PRECONDITION,
                refused("lkms-A", good.toBuilder().setLinkId(LkmsPair.DETOUR).build()));
        assertEquals(
                Status.Code.FAILED_PRECONDITION,
                refused("lkms-A", good.toBuilder().clearCheckKey().build()));
        assertEquals(
                Status.Code.INVALID_ARGUMENT,
                refused("lkms-A", good.toBuilder().setBlockId("x").build()));
        assertEquals(
                Status.Code.NOT_FOUND,
                refused("lkms-A", good.toBuilder().setOffset(32).build()));
        assertEquals(Status.Code.PERMISSION_DENIED, refused("sae-a", good));
        assertTrue(move("lkms-A", good).isInitialized());
        assertEquals(Status.Code.NOT_FOUND, refused("lkms-A", good));
        assertEquals(
                Status.Code.NOT_FOUND,
                refused(
                        "lkms-A",
                        good.toBuilder()
                                .setBlockId(UUID.randomUUID().toString())
                                .build()));
        assertTrue(pair.audit("B").contains("direct-keys-refused"));
    }

    private Status.Code refused(String caller, LinkRange range) {
        return assertThrows(StatusRuntimeException.class, () -> move(caller, range))
                .getStatus()
                .getCode();
    }

    private org.qkdn.node.v1.RangeMoved move(String caller, LinkRange range) throws Exception {
        var match = Pattern.compile("(?m)^peering: .*port: ([0-9]+)}").matcher(Files.readString(pair.file("B")));
        assertTrue(match.find());
        var channel = pair.pki.identity(caller).grpcChannel("127.0.0.1", Integer.parseInt(match.group(1)), "lkms-B");
        try {
            return DirectKeysGrpc.newBlockingStub(channel).move(range);
        } finally {
            channel.shutdownNow();
        }
    }
}
