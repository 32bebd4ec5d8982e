package org.qkdn.lkms.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.app.ApplicationKeys.DeliveredKey;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;
import org.qkdn.node.v1.KeySharingGrpc;
import org.qkdn.node.v1.SharedKeys;
import org.qkdn.node.v1.WithdrawnKeys;

/** What a peer may not do: the test plays the LKMS of node A, with keys that its SAE drew. */
class KeySharingServiceTest {
    private static final Origin RELAYED = new Origin(false, 3, "x");

    @TempDir
    Path directory;

    private LkmsPair pair;
    private SaeClient master;
    private SaeClient slave;
    private final List<ManagedChannel> channels = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
        pair.configureAndFill();
        master = pair.sae("A", "sae-a");
        slave = pair.sae("B", "sae-b");
    }

    @AfterEach
    void stop() {
        channels.forEach(ManagedChannel::shutdownNow);
        master.close();
        slave.close();
        pair.close();
    }

    private KeySharingGrpc.KeySharingBlockingStub as(String caller) throws Exception {
        channels.add(pair.pki
                .identity(caller)
                .grpcChannel("127.0.0.1", pair.lkms("B").ports().peering(), "lkms-B"));
        return KeySharingGrpc.newBlockingStub(channels.getLast());
    }

    /** Of 256 bit: one is a pad, the other the tag's key. */
    private List<DeliveredKey> carriers() throws Exception {
        return SaeClient.keys(master.get("sae-b/enc_keys?number=2")).entrySet().stream()
                .map(key -> new DeliveredKey(
                        UUID.fromString(key.getKey()),
                        KeyBytes.owning(Base64.getDecoder().decode(key.getValue())),
                        Origin.UNKNOWN))
                .toList();
    }

    private static DeliveredKey key() {
        return new DeliveredKey(UUID.randomUUID(), KeyBytes.owning(new byte[32]), RELAYED);
    }

    private static void refused(Status.Code code, Executable call) {
        assertEquals(
                code,
                assertThrows(StatusRuntimeException.class, call).getStatus().getCode());
    }

    private int fetch(UUID id) throws Exception {
        return slave.get("sae-a/dec_keys?key_ID=" + id).statusCode();
    }

    private void audited(String reason) throws Exception {
        var log = pair.file("B").resolveSibling("state").resolve("audit").resolve("audit.log");
        Eventually.holds("an entry: " + reason, () -> Files.readAllLines(log).stream()
                .anyMatch(line -> line.contains("share-refused") && line.contains(reason)));
    }

    @Test
    void sharedKeyIsFetchedOnceWithItsOrigin() throws Exception {
        var key = key();
        var shared = as("lkms-A").share(SharingSeal.seal("sae-a", "sae-b", List.of(key), carriers()));
        assertEquals(true, shared.isInitialized());
        var answer = SaeClient.json(slave.get("sae-a/dec_keys?key_ID=" + key.id()));
        var fetched = answer.path("keys").path(0);
        assertEquals(
                Base64.getEncoder().encodeToString(new byte[32]),
                fetched.path("key").asText());
        assertEquals(
                "{\"qkdn_route_class\":\"relayed\",\"qkdn_paths\":3,\"qkdn_combination\":\"x\"}",
                fetched.path("key_extension").toString());
        assertEquals(400, fetch(key.id()));
    }

    @Test
    void replayIsRefused() throws Exception {
        var key = key();
        var message = SharingSeal.seal("sae-a", "sae-b", List.of(key), carriers());
        var peer = as("lkms-A");
        var first = peer.share(message);
        assertEquals(true, first.isInitialized());
        refused(Status.Code.FAILED_PRECONDITION, () -> peer.share(message));
        assertEquals(200, fetch(key.id()));
        refused(Status.Code.FAILED_PRECONDITION, () -> peer.share(message));
        assertEquals(400, fetch(key.id()));
        audited("a carrier key is not here or used before");
    }

    @Test
    void keyIdThatWasSharedBeforeIsRefused() throws Exception {
        var key = key();
        var peer = as("lkms-A");
        var first = peer.share(SharingSeal.seal("sae-a", "sae-b", List.of(key), carriers()));
        assertEquals(true, first.isInitialized());
        assertEquals(200, fetch(key.id()));
        var again = SharingSeal.seal("sae-a", "sae-b", List.of(key), carriers());
        refused(Status.Code.FAILED_PRECONDITION, () -> peer.share(again));
    }

    @Test
    void anyBitFlippedIsRefusedAndBurnsTheCarriers() throws Exception {
        var peer = as("lkms-A");
        for (int bit : new int[] {0, 77, 255}) {
            var key = key();
            var good = SharingSeal.seal("sae-a", "sae-b", List.of(key), carriers());
            refused(Status.Code.FAILED_PRECONDITION, () -> peer.share(flipped(good, bit)));
            refused(Status.Code.FAILED_PRECONDITION, () -> peer.share(good));
            assertEquals(400, fetch(key.id()));
        }
        var good = SharingSeal.seal("sae-a", "sae-b", List.of(key()), carriers());
        var other = good.toBuilder()
                .setKeys(
                        0,
                        good.getKeys(0).toBuilder().setKeyId(UUID.randomUUID().toString()));
        refused(Status.Code.FAILED_PRECONDITION, () -> peer.share(other.build()));
        var better = SharingSeal.seal("sae-a", "sae-b", List.of(key()), carriers()).toBuilder();
        better.setKeys(0, better.getKeys(0).toBuilder().setDirect(true));
        refused(Status.Code.FAILED_PRECONDITION, () -> peer.share(better.build()));
        audited("the tag or a length is wrong; the carrier keys are burnt");
    }

    private static SharedKeys flipped(SharedKeys message, int bit) {
        var bytes = message.getKeys(0).getCiphertext().toByteArray();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return message.toBuilder()
                .setKeys(0, message.getKeys(0).toBuilder().setCiphertext(ByteString.copyFrom(bytes)))
                .build();
    }

    @Test
    void nodeSpeaksForItsOwnSaesOnly() throws Exception {
        var message = SharingSeal.seal("sae-a", "sae-b", List.of(key()), carriers());
        refused(Status.Code.PERMISSION_DENIED, () -> as("lkms-C").share(message));
        refused(Status.Code.PERMISSION_DENIED, () -> as("fm-A").share(message));
        var peer = as("lkms-A");
        for (var foreign : List.of(
                message.toBuilder().setMasterSaeId("sae-b2").build(),
                message.toBuilder().setSlaveSaeId("sae-b2").build(),
                message.toBuilder().setSlaveSaeId("sae-a").build())) {
            refused(Status.Code.PERMISSION_DENIED, () -> peer.share(foreign));
        }
        audited("SAE sae-b2 of the calling node shares no keys with SAE sae-b here");
        refused(
                Status.Code.PERMISSION_DENIED,
                () -> peer.withdraw(WithdrawnKeys.newBuilder()
                        .setMasterSaeId("sae-b2")
                        .setSlaveSaeId("sae-b")
                        .addKeyIds(UUID.randomUUID().toString())
                        .build()));
    }

    @Test
    void malformedMessagesAreRefused() throws Exception {
        var peer = as("lkms-A");
        var good = SharingSeal.seal("sae-a", "sae-b", List.of(key()), carriers());
        for (var bad : List.of(
                SharedKeys.getDefaultInstance(),
                good.toBuilder().clearKeys().build(),
                good.toBuilder().clearTagKeyIds().build(),
                good.toBuilder().addTagKeyIds("x").build(),
                good.toBuilder()
                        .setKeys(0, good.getKeys(0).toBuilder().setKeyId("x"))
                        .build())) {
            refused(Status.Code.INVALID_ARGUMENT, () -> peer.share(bad));
        }
        assertEquals(true, peer.share(good).isInitialized());
    }

    @Test
    void withdrawnKeyIsGone() throws Exception {
        var key = key();
        var peer = as("lkms-A");
        var shared = peer.share(SharingSeal.seal("sae-a", "sae-b", List.of(key), carriers()));
        assertEquals(true, shared.isInitialized());
        var withdrawn = peer.withdraw(WithdrawnKeys.newBuilder()
                .setMasterSaeId("sae-a")
                .setSlaveSaeId("sae-b")
                .addKeyIds(key.id().toString())
                .build());
        assertEquals(true, withdrawn.isInitialized());
        assertEquals(400, fetch(key.id()));
    }
}
