package org.qkdn.lkms.node;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.app.BlockRelay;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.supply.SupplyAnnouncer;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyRelayGrpc;
import org.qkdn.node.v1.RelayBlock;
import org.qkdn.node.v1.SupplyAnnouncement;

/** The node's forwarding module, as client of its {@code KeyRelay}. */
public final class ForwardingClient implements BlockRelay, SupplyAnnouncer, AutoCloseable {
    private static final long SECONDS = 10;
    private static final Set<Status.Code> UNREACHABLE =
            Set.of(Status.Code.UNAVAILABLE, Status.Code.CANCELLED, Status.Code.DEADLINE_EXCEEDED);

    private final ManagedChannel channel;

    public ForwardingClient(ManagedChannel channel) {
        this.channel = channel;
    }

    @Override
    public BlockRelay.Outcome relay(Application application, String linkId, Batch batch, KeyBytes blocks) {
        var bytes = blocks.toArray();
        try {
            var request = RelayBlock.newBuilder()
                    .setLinkId(linkId)
                    .setAppId(application.getAppId())
                    .setBlockId(batch.first().toString())
                    .setKey(UnsafeByteOperations.unsafeWrap(bytes))
                    .addAllShareLinkIds(application.getBackingLinkIdsList())
                    .setPriority(application.getPriority())
                    .build();
            var ignored = stub().relay(request);
            return new BlockRelay.Outcome.Done();
        } catch (StatusRuntimeException e) {
            var reason = "relay over link " + linkId + " failed: " + text(e);
            return switch (e.getStatus().getCode()) {
                case RESOURCE_EXHAUSTED -> new BlockRelay.Outcome.PadsShort(reason);
                case INVALID_ARGUMENT ->
                    batch.blocks() > 1 ? new BlockRelay.Outcome.TooMany(reason) : new BlockRelay.Outcome.Failed(reason);
                default -> new BlockRelay.Outcome.Failed(reason);
            };
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public SupplyAnnouncer.Outcome announce(SupplyAnnouncement announcement) {
        try {
            var ignored = stub().announce(announcement);
            return new SupplyAnnouncer.Outcome.Confirmed();
        } catch (StatusRuntimeException e) {
            return new SupplyAnnouncer.Outcome.Failed(
                    "the neighbour did not confirm new keys: " + text(e),
                    UNREACHABLE.contains(e.getStatus().getCode()));
        }
    }

    private KeyRelayGrpc.KeyRelayBlockingStub stub() {
        return KeyRelayGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    /** What failed, in words; a connection that was refused is tried anew at the next call, not minutes later. */
    private String text(StatusRuntimeException e) {
        if (e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
            channel.resetConnectBackoff();
        }
        var status = e.getStatus();
        return status.getDescription() == null
                ? status.getCode().toString()
                : status.getCode() + ", " + status.getDescription();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
