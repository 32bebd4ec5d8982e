package org.qkdn.lkms.direct;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.qkdn.lkms.AuditEvents;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.combine.Combinations;
import org.qkdn.lkms.peer.PeerCaller;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.supply.LinkStores;
import org.qkdn.lkms.supply.PadStore;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.DirectKeysGrpc;
import org.qkdn.node.v1.LinkRange;
import org.qkdn.node.v1.RangeMoved;
import org.qkdn.node.v1.SupplyAnnouncement;
import org.qkdn.node.v1.SupplyConfirmation;

/** The end of a link that does not own the bytes: moves those the owner names, where its own order says so too. */
public final class DirectKeysService extends DirectKeysGrpc.DirectKeysImplBase {
    private static final int MOST_BYTES = Batch.BLOCK_BYTES - ApplicationKeys.CHECK_KEY_BYTES;

    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final Function<Application, Optional<String>> screening;
    private final LinkStores links;
    private final BiConsumer<String, Map<String, String>> audit;

    /**
     * @param screening why an application may have no keys now, if it may not
     * @param audit told of what is refused
     */
    public DirectKeysService(
            KeyDatabase database,
            CurrentAssignment assignment,
            Function<Application, Optional<String>> screening,
            LinkStores links,
            BiConsumer<String, Map<String, String>> audit) {
        this.database = database;
        this.assignment = assignment;
        this.screening = screening;
        this.links = links;
        this.audit = audit;
    }

    @Override
    public void move(LinkRange request, StreamObserver<RangeMoved> answer) {
        var caller = PeerCaller.nodeId();
        try {
            var objection = objection(caller, request);
            if (objection.isPresent()) {
                refuse(caller, request, Status.FAILED_PRECONDITION, objection.get(), answer);
            } else if (!moved(request)) {
                refuse(
                        caller,
                        request,
                        Status.NOT_FOUND,
                        "these bytes of the link are not here or were used before, or there was such a block",
                        answer);
            } else {
                links.flow(request.getLinkId()).consumed(8L * request.getLengthBytes());
                answer.onNext(RangeMoved.getDefaultInstance());
                answer.onCompleted();
            }
        } catch (IllegalArgumentException e) {
            refuse(caller, request, Status.INVALID_ARGUMENT, "the request names no block", answer);
        } catch (CompletionException e) {
            answer.onError(Status.INTERNAL
                    .withDescription("the key database fails: " + e.getMessage())
                    .asRuntimeException());
        }
    }

    @Override
    public void announce(SupplyAnnouncement request, StreamObserver<SupplyConfirmation> answer) {
        var caller = PeerCaller.nodeId();
        if (assignment
                        .get()
                        .link(request.getLinkId())
                        .filter(link -> link.getRemoteNodeId().equals(caller))
                        .isEmpty()
                || request.getKeyIdsCount() == 0) {
            answer.onError(Status.FAILED_PRECONDITION
                    .withDescription("the link does not lead to node " + caller + ", or no keys are named")
                    .asRuntimeException());
            return;
        }
        try {
            switch (links.receive(request, UUID.fromString(request.getBlockId()))) {
                case LinkStores.Receipt.Stored stored -> {
                    answer.onNext(SupplyConfirmation.getDefaultInstance());
                    answer.onCompleted();
                }
                case LinkStores.Receipt.UnknownLink unknown ->
                    answer.onError(
                            Status.NOT_FOUND.withDescription(unknown.reason()).asRuntimeException());
                case LinkStores.Receipt.NotFetched not ->
                    answer.onError(Status.FAILED_PRECONDITION
                            .withDescription(not.reason())
                            .asRuntimeException());
            }
        } catch (IllegalArgumentException e) {
            answer.onError(Status.INVALID_ARGUMENT
                    .withDescription("the announcement names no block")
                    .asRuntimeException());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.onError(Status.UNAVAILABLE.withDescription("the LKMS stops").asRuntimeException());
        }
    }

    /** What of the request is not as this node was ordered. */
    private Optional<String> objection(String caller, LinkRange request) {
        var current = assignment.get();
        var application = current.application(request.getAppId())
                .filter(found -> found.getRemoteNodeId().equals(caller))
                .filter(Combinations::comeWhole)
                .filter(found -> found.getBackingLinkIdsList().contains(request.getLinkId()));
        if (application.isEmpty()) {
            return Optional.of("the application is not shared with node " + caller + " over this link");
        }
        if (current.link(request.getLinkId())
                .filter(link -> link.getRemoteNodeId().equals(caller))
                .isEmpty()) {
            return Optional.of("the link does not lead to node " + caller);
        }
        if (request.getCheckKey().size() != ApplicationKeys.CHECK_KEY_BYTES
                || request.getLengthBytes() < 1
                || request.getLengthBytes() > MOST_BYTES) {
            return Optional.of(request.getLengthBytes() + " bytes with a check key of "
                    + request.getCheckKey().size() + " make no block");
        }
        return screening.apply(application.get());
    }

    /** Burnt in one store and there in the other, or neither. */
    private boolean moved(LinkRange request) {
        var link = StoreId.link(request.getLinkId());
        var from = UUID.fromString(request.getLinkBlockId());
        var to = UUID.fromString(request.getBlockId());
        var store = StoreId.application(request.getAppId());
        var origin = assignment.get().originOver(request.getLinkId());
        return database.call(blocks -> {
            if (blocks.has(store, to)) {
                return false;
            }
            if (!(PadStore.take(blocks, link, from, request.getOffset(), request.getLengthBytes())
                    instanceof PadStore.Pad.Burnt burnt)) {
                return false;
            }
            try (var key = burnt.key();
                    var check = KeyBytes.owning(request.getCheckKey().toByteArray());
                    var content = DirectFill.behind(check, key)) {
                return ApplicationKeys.add(blocks, store, to, Owner.PEER, origin, content);
            }
        });
    }

    private void refuse(
            String caller, LinkRange request, Status status, String why, StreamObserver<RangeMoved> answer) {
        audit.accept(
                AuditEvents.DIRECT_KEYS_REFUSED,
                Map.of("peer", caller, "application", request.getAppId(), "reason", why));
        answer.onError(status.withDescription(why).asRuntimeException());
    }
}
