package org.qkdn.forwarding.node;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.qkdn.forwarding.relay.Ciphertext;
import org.qkdn.forwarding.relay.FailureReason;
import org.qkdn.forwarding.relay.KeyBytes;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.RelayNode;
import org.qkdn.forwarding.relay.RelayOutcome;
import org.qkdn.forwarding.relay.SupplyNotice;
import org.qkdn.node.audit.AuditLog;
import org.qkdn.node.v1.BlockRelayed;
import org.qkdn.node.v1.KeyRelayGrpc;
import org.qkdn.node.v1.RelayBlock;
import org.qkdn.node.v1.SupplyAnnouncement;
import org.qkdn.node.v1.SupplyConfirmation;

/** What the node's LKMS may do. */
public final class KeyRelayService extends KeyRelayGrpc.KeyRelayImplBase {
    /** The relay ends this much before the caller's own deadline, so that he learns why. */
    private static final Duration ANSWER_MARGIN = Duration.ofMillis(100);

    private final RelayNode relay;
    private final KeptTable table;
    private final DisjointPaths paths;
    private final AuditLog audit;

    public KeyRelayService(RelayNode relay, KeptTable table, DisjointPaths paths, AuditLog audit) {
        this.relay = relay;
        this.table = table;
        this.paths = paths;
        this.audit = audit;
    }

    @Override
    public void relay(RelayBlock request, StreamObserver<BlockRelayed> answer) {
        keepQuietAboutCancellation(answer);
        try {
            var wanted = new RelayNode.Request(
                    TableMessages.uuid(request.getLinkId(), "link_id"),
                    TableMessages.uuid(request.getAppId(), "app_id"),
                    TableMessages.uuid(request.getBlockId(), "block_id"),
                    priority(request.getPriority()));
            Ciphertext.requireBlocks(request.getKey().size());
            var objection = table.objection(wanted.linkId());
            if (objection.isPresent()) {
                forbid(answer, wanted, FailureReason.NEIGHBOUR_FORBIDDEN, objection.get());
                return;
            }
            var shares = shares(request, wanted.linkId());
            var tooFew = relay.onward(wanted.linkId()).isPresent()
                    ? paths.objection(wanted.appId(), shares)
                    : Optional.<String>empty();
            if (tooFew.isPresent()) {
                forbid(answer, wanted, FailureReason.TOO_FEW_PATHS, tooFew.get());
                return;
            }
            relay.relay(
                    wanted,
                    KeyBytes.owning(request.getKey().toByteArray()),
                    allowed(),
                    outcome -> conclude(answer, outcome));
        } catch (IllegalArgumentException e) {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (IOException e) {
            answer.onError(Status.INTERNAL
                    .withDescription("the number of disjoint paths cannot be kept: " + e.getMessage())
                    .asRuntimeException());
        }
    }

    private static Set<UUID> shares(RelayBlock request, UUID linkId) {
        var links = request.getShareLinkIdsList().stream()
                .map(id -> TableMessages.uuid(id, "share_link_ids"))
                .collect(Collectors.toCollection(HashSet::new));
        if (!links.isEmpty() && !links.contains(linkId)) {
            throw new IllegalArgumentException("share_link_ids do not name link_id " + linkId);
        }
        links.add(linkId);
        return links;
    }

    private void forbid(StreamObserver<?> answer, RelayNode.Request wanted, FailureReason reason, String description) {
        audit.append(
                AuditEvents.RELAY_REFUSED,
                Map.of(
                        "link", wanted.linkId().toString(),
                        "application", wanted.appId().toString(),
                        "reason", description));
        refuse(answer, reason, description);
    }

    private void conclude(StreamObserver<BlockRelayed> answer, RelayOutcome outcome) {
        switch (outcome) {
            case RelayOutcome.Delivered delivered -> {
                answer.onNext(BlockRelayed.getDefaultInstance());
                answer.onCompleted();
            }
            case RelayOutcome.Failed failed -> refuse(answer, failed.reason(), relay.describe(failed));
        }
    }

    private static int priority(int asked) {
        if (asked < 0 || asked > Message.MAX_PRIORITY) {
            throw new IllegalArgumentException("priority is not in 0..7: " + Integer.toUnsignedString(asked));
        }
        return asked;
    }

    @Override
    public void announce(SupplyAnnouncement request, StreamObserver<SupplyConfirmation> answer) {
        keepQuietAboutCancellation(answer);
        try {
            var notice = new SupplyNotice(
                    TableMessages.uuid(request.getLinkId(), "link_id"),
                    TableMessages.uuid(request.getBlockId(), "block_id"),
                    request.getKeySizeBits(),
                    request.getKeyIdsList());
            relay.announce(notice, refusal -> conclude(answer, refusal));
        } catch (IllegalArgumentException e) {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        }
    }

    private static void conclude(StreamObserver<SupplyConfirmation> answer, Optional<FailureReason> refusal) {
        if (refusal.isPresent()) {
            refuse(answer, refusal.get(), refusal.get().text());
        } else {
            answer.onNext(SupplyConfirmation.getDefaultInstance());
            answer.onCompleted();
        }
    }

    private static Duration allowed() {
        var deadline = Context.current().getDeadline();
        return deadline == null
                ? Duration.ofDays(1)
                : Duration.ofMillis(deadline.timeRemaining(TimeUnit.MILLISECONDS))
                        .minus(ANSWER_MARGIN);
    }

    private static void refuse(StreamObserver<?> answer, FailureReason reason, String description) {
        answer.onError(status(reason).withDescription(description).asRuntimeException());
    }

    private static Status status(FailureReason reason) {
        return switch (reason) {
            case LINK_UNKNOWN -> Status.NOT_FOUND;
            case PAD_EXHAUSTED, BUSY -> Status.RESOURCE_EXHAUSTED;
            case NEIGHBOUR_DOWN, KEYS_UNAVAILABLE, STOPPED -> Status.UNAVAILABLE;
            case TIMEOUT, NOT_GRANTED -> Status.DEADLINE_EXCEEDED;
            case NEIGHBOUR_FORBIDDEN, NOT_AN_END, SUPPLY_REFUSED, STORE_REFUSED, TOO_FEW_PATHS ->
                Status.FAILED_PRECONDITION;
            case WRONG_DIRECTION, WRONG_NEIGHBOUR, WRONG_HOP, REPLAYED, PAD_UNKNOWN, FORGED, OVER_CREDIT ->
                Status.ABORTED;
        };
    }

    /** Else gRPC throws where an outcome comes after the caller has left. */
    private static void keepQuietAboutCancellation(StreamObserver<?> answer) {
        ((ServerCallStreamObserver<?>) answer).setOnCancelHandler(() -> {});
    }
}
