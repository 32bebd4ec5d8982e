package org.qkdn.lkms.combine;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.app.BatchFill;
import org.qkdn.lkms.app.BlockRelay;
import org.qkdn.lkms.app.BlockRelay.Outcome;
import org.qkdn.lkms.app.RandomBlocks;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.combine.Transcript.ShareName;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.BlockCombinationGrpc;
import org.qkdn.node.v1.BlockCombinationGrpc.BlockCombinationBlockingStub;
import org.qkdn.node.v1.CombineShares;
import org.qkdn.node.v1.Share;

/**
 * The source's side of a combination: draws a share for each link, relays them side by side, and has the other end mix what
 * it mixes too. All shares are drawn here, so neither the other end nor any path can choose what the keys become.
 */
public final class CombinedFill implements BatchFill, AutoCloseable {
    private static final long SECONDS = 10;

    private final String ownNodeId;
    private final ApplicationKeys keys;
    private final CurrentAssignment assignment;
    private final BlockRelay relay;
    private final PeerNodes peers;
    private final RandomBlocks random;
    private final PeerKemKeys kemKeys = new PeerKemKeys();
    private final ExecutorService paths = Executors.newVirtualThreadPerTaskExecutor();

    public CombinedFill(
            String ownNodeId,
            ApplicationKeys keys,
            CurrentAssignment assignment,
            BlockRelay relay,
            PeerNodes peers,
            RandomBlocks random) {
        this.ownNodeId = ownNodeId;
        this.keys = keys;
        this.assignment = assignment;
        this.relay = relay;
        this.peers = peers;
        this.random = random;
    }

    @Override
    public Outcome fill(Application application, Batch batch) {
        var channel = peers.channel(application.getRemoteNodeId());
        var combination = Combinations.named(application.getCombination());
        if (channel.isEmpty() || combination.isEmpty()) {
            return new Outcome.Failed("combined keys need a way to the LKMS of "
                    + peers.name(application.getRemoteNodeId()) + ": its 'peering' is not configured here");
        }
        var stub = BlockCombinationGrpc.newBlockingStub(channel.get()).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
        var names = new ArrayList<ShareName>();
        var shares = new ArrayList<KeyBytes>();
        // all random numbers before anything is relayed: without them nothing is lost
        try (var message = random.bytes(MlKem.MESSAGE)) {
            for (var link : application.getBackingLinkIdsList()) {
                names.add(new ShareName(link, Batch.random(batch.blocks()).first()));
                shares.add(random.draw(batch.blocks()));
            }
            var outcome = relayAll(application, batch, names, shares);
            return outcome instanceof Outcome.Done
                    ? combine(application, combination.get(), batch, names, shares, message, stub)
                    : outcome;
        } catch (StatusRuntimeException e) {
            kemKeys.forget(application.getRemoteNodeId());
            return failed(application, e.getStatus());
        } finally {
            shares.forEach(KeyBytes::close);
        }
    }

    private Outcome failed(Application application, Status status) {
        var reason = "the LKMS of " + peers.name(application.getRemoteNodeId()) + " did not combine: "
                + status.getCode() + ", " + status.getDescription();
        return status.getCode() == Status.Code.ABORTED ? new Outcome.Mismatch(reason) : new Outcome.Failed(reason);
    }

    /** Side by side; where several fail, the outcome that asks for the longest pause. */
    private Outcome relayAll(Application application, Batch batch, List<ShareName> names, List<KeyBytes> shares) {
        var relays = new ArrayList<CompletableFuture<Outcome>>();
        for (int i = 0; i < shares.size(); i++) {
            var name = names.get(i);
            var share = shares.get(i);
            relays.add(CompletableFuture.supplyAsync(
                    () -> relay.relay(application, name.link(), new Batch(name.first(), batch.blocks()), share),
                    paths));
        }
        return relays.stream().map(CompletableFuture::join).reduce(new Outcome.Done(), CombinedFill::worse);
    }

    private static Outcome worse(Outcome one, Outcome other) {
        return rank(one) >= rank(other) ? one : other;
    }

    private static int rank(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> 0;
            case Outcome.PadsShort few -> 1;
            case Outcome.TooMany many -> 2;
            case Outcome.Failed failed -> 3;
            case Outcome.Mismatch mismatch -> 4;
        };
    }

    private Outcome combine(
            Application application,
            Combination combination,
            Batch batch,
            List<ShareName> names,
            List<KeyBytes> shares,
            KeyBytes message,
            BlockCombinationBlockingStub stub) {
        if (combination.kem().isEmpty()) {
            var transcript = transcript(application, combination, batch, names, "", ByteString.EMPTY);
            return agree(application, transcript, combination.mix(shares, Optional.empty(), transcript), stub);
        }
        var sealed = kemKeys.encapsulate(
                application.getRemoteNodeId(), combination.kem().get(), message, stub);
        try (var secret = sealed.encapsulated().secret()) {
            var ciphertext = sealed.encapsulated().ciphertext();
            var transcript = transcript(application, combination, batch, names, sealed.keyId(), ciphertext);
            return agree(application, transcript, combination.mix(shares, Optional.of(secret), transcript), stub);
        }
    }

    private Transcript transcript(
            Application application,
            Combination combination,
            Batch batch,
            List<ShareName> names,
            String kemKeyId,
            ByteString ciphertext) {
        return new Transcript(
                combination.name(),
                ownNodeId,
                application.getRemoteNodeId(),
                application.getAppId(),
                batch,
                names,
                kemKeyId,
                ciphertext);
    }

    private Outcome agree(
            Application application, Transcript transcript, KeyBytes mixed, BlockCombinationBlockingStub stub) {
        try (var batch = new MixedBatch(mixed)) {
            var answer = stub.combine(request(transcript, batch.check(transcript)));
            if (!MessageDigest.isEqual(
                    batch.confirmation(transcript), answer.getConfirmation().toByteArray())) {
                return new Outcome.Mismatch("the answer to a combination is not from the end that has the shares");
            }
            var store = StoreId.application(application.getAppId());
            keys.add(
                            store,
                            transcript.batch().first(),
                            Owner.OWN,
                            assignment.get().originOf(application),
                            batch.content())
                    .join();
            return new Outcome.Done();
        }
    }

    private static CombineShares request(Transcript transcript, byte[] check) {
        var request = CombineShares.newBuilder()
                .setAppId(transcript.application())
                .setBlockId(transcript.batch().first().toString())
                .setBlocks(transcript.batch().blocks())
                .setCombination(transcript.combination())
                .setKemKeyId(transcript.kemKeyId())
                .setKemCiphertext(transcript.kemCiphertext())
                .setCheck(ByteString.copyFrom(check));
        transcript
                .shares()
                .forEach(share -> request.addShares(Share.newBuilder()
                        .setLinkId(share.link())
                        .setShareId(share.first().toString())));
        return request.build();
    }

    @Override
    public void close() {
        paths.shutdownNow();
    }
}
