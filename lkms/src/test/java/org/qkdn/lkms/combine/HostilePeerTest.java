package org.qkdn.lkms.combine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.combine.Transcript.ShareName;
import org.qkdn.lkms.entropy.Drbg;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.node.v1.BlockCombinationGrpc;
import org.qkdn.node.v1.CombineShares;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.qkdn.node.v1.RelayedBlock;
import org.qkdn.node.v1.Share;
import org.qkdn.node.v1.WantKem;

/** The test is the LKMS of node A, honest or with somebody in the middle who alters what it says to that of B. */
class HostilePeerTest {
    private static final List<String> BOTH = List.of(LkmsPair.LINK, LkmsPair.DETOUR);

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private LkmsPair pair;
    private ManagedChannel channel;
    private BlockCombinationGrpc.BlockCombinationBlockingStub destination;
    private LinkKeysGrpc.LinkKeysBlockingStub relay;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
        pair.stop("A");
        relay = pair.linkKeys("B");
        channel = as("lkms-A");
        destination = BlockCombinationGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        pair.close();
    }

    private ManagedChannel as(String caller) throws Exception {
        return pair.pki
                .identity(caller)
                .grpcChannel("127.0.0.1", pair.lkms("B").ports().peering(), "lkms-B");
    }

    /** What an honest source has in hand when both shares are acknowledged. */
    private record Ready(CombineShares request, ByteString confirmation) {}

    private Ready ready(String name, int blocks) {
        var combination = Combinations.named(name).orElseThrow();
        var names = new ArrayList<ShareName>();
        var shares = new ArrayList<KeyBytes>();
        for (var link : BOTH) {
            var share = new byte[blocks * Batch.BLOCK_BYTES];
            random.nextBytes(share);
            names.add(new ShareName(link, UUID.randomUUID()));
            shares.add(KeyBytes.owning(share));
            var ignored = relay.store(RelayedBlock.newBuilder()
                    .setAppId(LkmsPair.APP)
                    .setBlockId(names.getLast().first().toString())
                    .setSourceNodeId(LkmsPair.NODE_ID.get("A"))
                    .setLinkId(link)
                    .setKey(ByteString.copyFrom(share))
                    .build());
        }
        var keyId = "";
        var ciphertext = ByteString.EMPTY;
        Optional<KeyBytes> secret = Optional.empty();
        if (combination.kem().isPresent()) {
            var offer = destination.offerKem(WantKem.newBuilder()
                    .setParameterSet(combination.kem().get().text())
                    .build());
            var sealed = combination
                    .kem()
                    .get()
                    .encapsulate(
                            offer.getEncapsulationKey(),
                            new Drbg().draw(MlKem.MESSAGE).bytes());
            keyId = offer.getKemKeyId();
            ciphertext = sealed.ciphertext();
            secret = Optional.of(sealed.secret());
        }
        var transcript = new Transcript(
                name,
                LkmsPair.NODE_ID.get("A"),
                LkmsPair.NODE_ID.get("B"),
                LkmsPair.APP,
                Batch.random(blocks),
                names,
                keyId,
                ciphertext);
        try (var batch = new MixedBatch(combination.mix(shares, secret, transcript))) {
            var request = CombineShares.newBuilder()
                    .setAppId(LkmsPair.APP)
                    .setBlockId(transcript.batch().first().toString())
                    .setBlocks(blocks)
                    .setCombination(name)
                    .setKemKeyId(keyId)
                    .setKemCiphertext(ciphertext)
                    .setCheck(ByteString.copyFrom(batch.check(transcript)));
            names.forEach(share -> request.addShares(Share.newBuilder()
                    .setLinkId(share.link())
                    .setShareId(share.first().toString())));
            return new Ready(request.build(), ByteString.copyFrom(batch.confirmation(transcript)));
        }
    }

    private void order(String combination) throws Exception {
        pair.configure("B", LkmsPair.order("B", combination, BOTH));
        pair.forwarding("B").cut(true);
    }

    private void refused(Status.Code code, String reason, CombineShares request) throws Exception {
        var error = assertThrows(StatusRuntimeException.class, () -> destination.combine(request));
        assertEquals(code, error.getStatus().getCode(), error.getMessage());
        assertTrue(String.valueOf(error.getMessage()).contains(reason), error.getMessage());
        assertEquals(0, pair.report("B").getApplications(0).getPeerBits());
        Eventually.holds("audited: " + reason, () -> pair.audit("B").contains(reason));
    }

    @Test
    void honestSourceGetsAConfirmationThatOnlyTheDestinationCanMake() throws Exception {
        for (var name : List.of("xor", "hkdf-sha256", "xor+ml-kem-1024")) {
            order(name);
            var ready = ready(name, 3);
            var answer = destination.combine(ready.request());
            assertEquals(ready.confirmation(), answer.getConfirmation());
        }
        assertEquals(3 * 8 * (3 * 496 - 48), pair.report("B").getApplications(0).getPeerBits());
    }

    @Test
    void replayedCombinationIsRefused() throws Exception {
        order("xor");
        var ready = ready("xor", 1);
        var ignored = destination.combine(ready.request());
        long before = pair.report("B").getApplications(0).getPeerBits();
        var error = assertThrows(StatusRuntimeException.class, () -> destination.combine(ready.request()));
        assertEquals(Status.Code.NOT_FOUND, error.getStatus().getCode());
        assertEquals(before, pair.report("B").getApplications(0).getPeerBits());
        Eventually.holds("audited", () -> pair.audit("B").contains("taken before"));
    }

    @Test
    void whateverIsAlteredOnTheWayIsNoticedAndBurnsTheShares() throws Exception {
        order("xor+ml-kem-768");
        List<UnaryOperator<CombineShares.Builder>> alterations = List.of(
                request -> request.setBlockId(UUID.randomUUID().toString()),
                request -> request.setCheck(flipped(request.getCheck(), 0)),
                request -> request.setCheck(flipped(request.getCheck(), 15)),
                request -> request.setCheck(request.getCheck().substring(0, 15)),
                request -> request.clearCheck(),
                request -> request.setKemCiphertext(flipped(request.getKemCiphertext(), 100)));
        for (int i = 0; i < alterations.size(); i++) {
            var honest = ready("xor+ml-kem-768", 2).request();
            var altered = alterations.get(i).apply(honest.toBuilder()).build();
            refused(Status.Code.ABORTED, "mixed different bytes", altered);
            refused(Status.Code.NOT_FOUND, "a share is not here", honest);
        }
        assertTrue(pair.report("B").getApplications(0).getBurntBitsByCauseOrThrow("mismatch") > 0);
    }

    private static ByteString flipped(ByteString bytes, int at) {
        var altered = bytes.toByteArray();
        altered[at] ^= 1;
        return ByteString.copyFrom(altered);
    }

    @Test
    void sharesOfTwoBatchesCannotBeSwapped() throws Exception {
        order("hkdf-sha384");
        var one = ready("hkdf-sha384", 1).request();
        var other = ready("hkdf-sha384", 1).request();
        var swapped = one.toBuilder().setShares(1, other.getShares(1)).build();
        refused(Status.Code.ABORTED, "mixed different bytes", swapped);
    }

    @Test
    void sharesInAnotherOrderOrByOneLinkAreRefused() throws Exception {
        order("hkdf-sha384");
        var honest = ready("hkdf-sha384", 1).request();
        var turned = honest.toBuilder()
                .setShares(0, honest.getShares(1))
                .setShares(1, honest.getShares(0))
                .build();
        refused(Status.Code.FAILED_PRECONDITION, "over other links, or in another order", turned);
        var oneLink = ready("hkdf-sha384", 1).request().toBuilder();
        oneLink.getSharesBuilder(1).setLinkId(LkmsPair.LINK);
        refused(Status.Code.FAILED_PRECONDITION, "over other links, or in another order", oneLink.build());
        var fewer =
                ready("hkdf-sha384", 1).request().toBuilder().removeShares(1).build();
        refused(Status.Code.FAILED_PRECONDITION, "over other links, or in another order", fewer);
    }

    @Test
    void anotherCombinationThanOrderedIsRefused() throws Exception {
        order("xor+ml-kem-1024");
        for (var weaker : List.of("xor", "hkdf-sha256", "xor+ml-kem-768")) {
            refused(
                    Status.Code.FAILED_PRECONDITION,
                    "combination '" + weaker + "' is offered, 'xor+ml-kem-1024' is ordered",
                    ready(weaker, 1).request());
        }
        var renamed = ready("xor", 1).request().toBuilder()
                .setCombination("xor+ml-kem-1024")
                .build();
        refused(Status.Code.INVALID_ARGUMENT, "names no batch, or no shares", renamed);
        var single =
                ready("xor", 1).request().toBuilder().setCombination("single").build();
        refused(Status.Code.FAILED_PRECONDITION, "is offered", single);
    }

    @Test
    void kemKeyOfAnotherOrNoneIsRefused() throws Exception {
        order("xor+ml-kem-768");
        var unknown = ready("xor+ml-kem-768", 1).request().toBuilder()
                .setKemKeyId(UUID.randomUUID().toString())
                .build();
        refused(Status.Code.FAILED_PRECONDITION, "KEM key is not known here", unknown);
        var shortened = ready("xor+ml-kem-768", 1).request().toBuilder();
        shortened.setKemCiphertext(shortened.getKemCiphertext().substring(1));
        refused(Status.Code.FAILED_PRECONDITION, "KEM key is not known here", shortened.build());
    }

    @Test
    void malformedRequestsAreRefusedAndChangeNothing() throws Exception {
        order("xor");
        for (int blocks : new int[] {0, -1, 129, Integer.MAX_VALUE}) {
            refused(
                    Status.Code.INVALID_ARGUMENT,
                    "names no batch, or no shares",
                    ready("xor", 1).request().toBuilder().setBlocks(blocks).build());
        }
        refused(
                Status.Code.INVALID_ARGUMENT,
                "names no batch, or no shares",
                ready("xor", 1).request().toBuilder().setBlockId("no UUID").build());
        var ready = ready("xor", 1);
        refused(
                Status.Code.NOT_FOUND,
                "is not shared with node",
                ready.request().toBuilder().setAppId("another").build());
        assertEquals(16, destination.combine(ready.request()).getConfirmation().size());
    }

    @Test
    void shareOverALinkThatIsNotTheApplicationsIsRefused() throws Exception {
        order("xor");
        var stray = RelayedBlock.newBuilder()
                .setAppId(LkmsPair.APP)
                .setBlockId(UUID.randomUUID().toString())
                .setSourceNodeId(LkmsPair.NODE_ID.get("A"))
                .setLinkId(UUID.randomUUID().toString())
                .setKey(ByteString.copyFrom(new byte[512]))
                .build();
        var error = assertThrows(StatusRuntimeException.class, () -> relay.store(stray));
        assertEquals(Status.Code.FAILED_PRECONDITION, error.getStatus().getCode());
    }

    @Test
    void strangerAndTheWrongPartOfTheNodeAreTurnedAway() throws Exception {
        order("xor");
        var ready = ready("xor", 1);
        for (var caller : List.of("fm-A", "agent-A", "lkms-C", "sae-a")) {
            var stranger = as(caller);
            try {
                var stub = BlockCombinationGrpc.newBlockingStub(stranger);
                var error = assertThrows(StatusRuntimeException.class, () -> stub.combine(ready.request()));
                assertEquals(Status.Code.PERMISSION_DENIED, error.getStatus().getCode(), caller);
            } finally {
                stranger.shutdownNow();
            }
        }
        assertEquals(16, destination.combine(ready.request()).getConfirmation().size());
    }
}
