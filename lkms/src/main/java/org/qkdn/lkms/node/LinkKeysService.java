package org.qkdn.lkms.node;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.combine.Arrivals;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.supply.LinkStores;
import org.qkdn.lkms.supply.PadStore;
import org.qkdn.node.v1.AllotPad;
import org.qkdn.node.v1.BlockStored;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.qkdn.node.v1.Pad;
import org.qkdn.node.v1.PadRange;
import org.qkdn.node.v1.RelayedBlock;
import org.qkdn.node.v1.SupplyAnnouncement;
import org.qkdn.node.v1.SupplyConfirmation;

/**
 * What the forwarding module asks of the stores. Statuses: NOT_FOUND for what is not there or used before,
 * RESOURCE_EXHAUSTED for a store that is empty, FAILED_PRECONDITION where trying again later may help.
 */
public final class LinkKeysService extends LinkKeysGrpc.LinkKeysImplBase {
    private static final int SMALLEST_BLOCK = 64;
    private static final int LARGEST_BLOCK = 512;
    private static final int LARGEST_PAD = 65536;

    private final CurrentAssignment assignment;
    private final PadStore pads;
    private final LinkStores links;
    private final Arrivals arrivals;

    public LinkKeysService(CurrentAssignment assignment, PadStore pads, LinkStores links, Arrivals arrivals) {
        this.assignment = assignment;
        this.pads = pads;
        this.links = links;
        this.arrivals = arrivals;
    }

    @Override
    public void allot(AllotPad request, StreamObserver<Pad> answer) {
        int most = request.getLengthBytes();
        int least = request.getLeastBytes() == 0 ? most : request.getLeastBytes();
        if (least <= 0 || least > most || most > LARGEST_PAD) {
            refuse(answer, Status.INVALID_ARGUMENT, "a pad of " + least + " to " + most + " bytes cannot be allotted");
        } else if (knownLink(request.getLinkId(), answer)) {
            var wanted = new PadStore.Wanted(least, most, request.getPurpose(), request.getPriority());
            pad(request.getLinkId(), Status.RESOURCE_EXHAUSTED, answer, () -> pads.allot(
                            StoreId.link(request.getLinkId()), wanted)
                    .join());
        }
    }

    @Override
    public void take(PadRange request, StreamObserver<Pad> answer) {
        var block = uuid(request.getBlockId());
        int length = request.getLengthBytes();
        if (block.isEmpty() || length <= 0 || request.getOffset() < 0) {
            refuse(answer, Status.INVALID_ARGUMENT, "the range names no bytes of a block");
        } else if (knownLink(request.getLinkId(), answer)) {
            pad(request.getLinkId(), Status.NOT_FOUND, answer, () -> pads.take(
                            StoreId.link(request.getLinkId()), block.get(), request.getOffset(), length)
                    .join());
        }
    }

    private void pad(String link, Status missing, StreamObserver<Pad> answer, Supplier<PadStore.Pad> source) {
        try {
            switch (source.get()) {
                case PadStore.Pad.Burnt burnt -> {
                    links.flow(link).consumed(8L * burnt.key().length());
                    give(link, burnt, answer);
                }
                case PadStore.Pad.Missing none -> refuse(answer, missing, none.reason());
            }
        } catch (CompletionException e) {
            fail(answer, e);
        }
    }

    private static void give(String link, PadStore.Pad.Burnt burnt, StreamObserver<Pad> answer) {
        try (var key = burnt.key()) {
            var range = PadRange.newBuilder()
                    .setLinkId(link)
                    .setBlockId(burnt.block().toString())
                    .setOffset(burnt.offset())
                    .setLengthBytes(key.length());
            answer.onNext(Pad.newBuilder()
                    .setRange(range)
                    .setKey(UnsafeByteOperations.unsafeWrap(key.toArray()))
                    .setLeftBytes(burnt.leftBytes())
                    .build());
            answer.onCompleted();
        }
    }

    @Override
    public void store(RelayedBlock request, StreamObserver<BlockStored> answer) {
        var block = uuid(request.getBlockId());
        var application = assignment.get().application(request.getAppId());
        int length = request.getKey().size();
        if (application.isEmpty()) {
            refuse(answer, Status.NOT_FOUND, "application " + request.getAppId() + " is not assigned to this node");
        } else if (block.isEmpty() || !isBatch(length)) {
            refuse(answer, Status.INVALID_ARGUMENT, "the block has no UUID, or " + length + " bytes");
        } else if (!application.get().getRemoteNodeId().equals(request.getSourceNodeId())) {
            refuse(
                    answer,
                    Status.FAILED_PRECONDITION,
                    "application " + request.getAppId() + " is not shared with node " + request.getSourceNodeId());
        } else {
            try (var key = KeyBytes.owning(request.getKey().toByteArray())) {
                var objection = arrivals.take(application.get(), request.getLinkId(), block.get(), key);
                if (objection.isPresent()) {
                    refuse(answer, Status.FAILED_PRECONDITION, objection.get());
                } else {
                    answer.onNext(BlockStored.getDefaultInstance());
                    answer.onCompleted();
                }
            } catch (CompletionException e) {
                fail(answer, e);
            }
        }
    }

    @Override
    public void announced(SupplyAnnouncement request, StreamObserver<SupplyConfirmation> answer) {
        var block = uuid(request.getBlockId());
        if (block.isEmpty() || request.getKeyIdsCount() == 0) {
            refuse(answer, Status.INVALID_ARGUMENT, "the announcement names no block or no keys");
            return;
        }
        try {
            switch (links.receive(request, block.get())) {
                case LinkStores.Receipt.Stored stored -> {
                    answer.onNext(SupplyConfirmation.getDefaultInstance());
                    answer.onCompleted();
                }
                case LinkStores.Receipt.UnknownLink unknown -> refuse(answer, Status.NOT_FOUND, unknown.reason());
                case LinkStores.Receipt.NotFetched not -> refuse(answer, Status.FAILED_PRECONDITION, not.reason());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(answer, Status.UNAVAILABLE, "the LKMS stops");
        }
    }

    private static boolean isBatch(int length) {
        return length < LARGEST_BLOCK
                ? length >= SMALLEST_BLOCK
                : length % LARGEST_BLOCK == 0 && length <= Batch.MOST * LARGEST_BLOCK;
    }

    private boolean knownLink(String id, StreamObserver<Pad> answer) {
        if (assignment.get().link(id).isPresent()) {
            return true;
        }
        refuse(answer, Status.NOT_FOUND, "link " + id + " is not assigned to this node");
        return false;
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void refuse(StreamObserver<?> answer, Status status, String why) {
        answer.onError(status.withDescription(why).asRuntimeException());
    }

    private static void fail(StreamObserver<?> answer, CompletionException e) {
        refuse(answer, Status.INTERNAL, "the key database fails: " + e.getMessage());
    }
}
