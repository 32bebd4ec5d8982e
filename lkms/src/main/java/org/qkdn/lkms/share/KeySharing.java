package org.qkdn.lkms.share;

import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.qkdn.lkms.app.ApplicationKeys.DeliveredKey;
import org.qkdn.lkms.app.DrawnKeys;
import org.qkdn.lkms.assignment.DrawnFor;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.node.v1.KeySharingGrpc;
import org.qkdn.node.v1.KeySharingGrpc.KeySharingBlockingStub;
import org.qkdn.node.v1.SharedKeys;
import org.qkdn.node.v1.WithdrawnKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings keys that a master SAE of this node drew to slave SAEs, here and on other nodes. */
public final class KeySharing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeySharing.class);
    private static final long SECONDS = 5;

    private final PeerNodes peers;
    private final DrawnKeys drawn;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    public KeySharing(PeerNodes peers, DrawnKeys drawn) {
        this.peers = peers;
        this.drawn = drawn;
    }

    /** A slave SAE that is to have the keys. */
    public sealed interface Recipient {
        String slave();

        /** Of this node. */
        record Local(String slave) implements Recipient {}

        /** Of another node; the carriers are keys shared with it, {@link #carriers} of them. */
        record Remote(String slave, String nodeId, List<DeliveredKey> carriers) implements Recipient {}
    }

    /** Outcome of sharing: all recipients have the keys durably, or none will. */
    public sealed interface Outcome {
        record Shared() implements Outcome {}

        record Failed(String reason) implements Outcome {}
    }

    /** How many carrier keys of the keys' size it takes to bring so many keys to one slave of another node. */
    public static int carriers(int number, int bytes) {
        return SharingSeal.carriers(number, bytes);
    }

    /**
     * Waits for all recipients; where one fails, the others are told to forget. Carriers are closed, the keys are not: they
     * must stay until the outcome is there.
     */
    public CompletableFuture<Outcome> share(String master, List<DeliveredKey> keys, List<Recipient> recipients) {
        var outcomes = recipients.stream()
                .map(recipient -> give(master, keys, recipient))
                .toList();
        return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
                .thenApply(all -> outcomes.stream()
                        .map(CompletableFuture::join)
                        .filter(Outcome.Failed.class::isInstance)
                        .findFirst()
                        .orElseGet(Outcome.Shared::new))
                .thenApply(outcome -> {
                    if (outcome instanceof Outcome.Failed) {
                        recipients.forEach(recipient -> withdraw(master, keys, recipient));
                    }
                    return outcome;
                });
    }

    private CompletableFuture<Outcome> give(String master, List<DeliveredKey> keys, Recipient recipient) {
        return switch (recipient) {
            case Recipient.Local(var slave) ->
                drawn.keep(new DrawnFor(slave, master), keys)
                        .thenApply(kept -> kept
                                ? new Outcome.Shared()
                                : new Outcome.Failed("a key_ID was drawn before for SAE " + slave));
            case Recipient.Remote remote -> {
                var message = SharingSeal.seal(master, remote.slave, keys, remote.carriers);
                remote.carriers.forEach(carrier -> carrier.key().close());
                yield CompletableFuture.supplyAsync(() -> send(remote, message), calls);
            }
        };
    }

    private Outcome send(Recipient.Remote to, SharedKeys message) {
        try {
            var stub = stub(to.nodeId);
            return stub.share(message).isInitialized()
                    ? new Outcome.Shared()
                    : new Outcome.Failed("an answer of node " + peers.name(to.nodeId) + " is not whole");
        } catch (StatusRuntimeException e) {
            var description = e.getStatus().getDescription();
            return new Outcome.Failed(
                    "node " + peers.name(to.nodeId) + " of SAE " + to.slave + " did not take its copy: "
                            + (description == null ? e.getStatus().getCode().name() : description));
        }
    }

    private KeySharingBlockingStub stub(String nodeId) {
        var channel = peers.channel(nodeId).orElseThrow(() -> io.grpc.Status.UNAVAILABLE
                .withDescription("the configuration does not say where it listens for its peers")
                .asRuntimeException());
        return KeySharingGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    /** What cannot be withdrawn is never asked for, and runs out of its time. */
    private void withdraw(String master, List<DeliveredKey> keys, Recipient recipient) {
        var ids = keys.stream().map(DeliveredKey::id).toList();
        calls.execute(() -> {
            try {
                var done =
                        switch (recipient) {
                            case Recipient.Local(var slave) ->
                                drawn.burn(new DrawnFor(slave, master), ids).join();
                            case Recipient.Remote remote ->
                                stub(remote.nodeId)
                                        .withdraw(WithdrawnKeys.newBuilder()
                                                .setMasterSaeId(master)
                                                .setSlaveSaeId(remote.slave)
                                                .addAllKeyIds(ids.stream()
                                                        .map(UUID::toString)
                                                        .toList())
                                                .build())
                                        .isInitialized();
                        };
                LOG.debug("keys for SAE {} withdrawn: {}", recipient.slave(), done);
            } catch (StatusRuntimeException | CompletionException e) {
                LOG.debug("keys for SAE {} could not be withdrawn: {}", recipient.slave(), e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
