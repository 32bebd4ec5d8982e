package org.qkdn.lkms.share;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.qkdn.lkms.AuditEvents;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.ApplicationKeys.DeliveredKey;
import org.qkdn.lkms.app.ApplicationKeys.Found;
import org.qkdn.lkms.app.DrawnKeys;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.assignment.DrawnFor;
import org.qkdn.lkms.peer.PeerCaller;
import org.qkdn.node.v1.KeySharingGrpc;
import org.qkdn.node.v1.KeysShared;
import org.qkdn.node.v1.KeysWithdrawn;
import org.qkdn.node.v1.SharedKey;
import org.qkdn.node.v1.SharedKeys;
import org.qkdn.node.v1.WithdrawnKeys;

/** Takes keys that a master SAE of another node draws for a slave SAE of this one. */
public final class KeySharingService extends KeySharingGrpc.KeySharingImplBase {
    private final CurrentAssignment assignment;
    private final ApplicationKeys keys;
    private final DrawnKeys drawn;
    private final BiConsumer<String, Map<String, String>> audit;

    /** @param audit told of keys that are forged, replayed or not the caller's to share */
    public KeySharingService(
            CurrentAssignment assignment,
            ApplicationKeys keys,
            DrawnKeys drawn,
            BiConsumer<String, Map<String, String>> audit) {
        this.assignment = assignment;
        this.keys = keys;
        this.drawn = drawn;
        this.audit = audit;
    }

    @Override
    public void share(SharedKeys request, StreamObserver<KeysShared> answer) {
        var pads =
                uuids(request.getKeysList().stream().map(SharedKey::getPadKeyId).toList());
        var tagKeys = uuids(request.getTagKeyIdsList());
        var ids = uuids(request.getKeysList().stream().map(SharedKey::getKeyId).toList());
        if (pads.isEmpty() || tagKeys.isEmpty() || ids.isEmpty()) {
            refuse(answer, Status.INVALID_ARGUMENT, "the message names no keys, or one that is no UUID");
            return;
        }
        var whom = new DrawnFor(request.getSlaveSaeId(), request.getMasterSaeId());
        if (!mayShare(whom)) {
            refuse(answer, whom, Status.PERMISSION_DENIED, stranger(whom));
            return;
        }
        var carriers = new ArrayList<>(pads.get());
        carriers.addAll(tagKeys.get());
        try {
            switch (keys.find(whom.slave(), whom.master(), carriers).join()) {
                case Found.Keys(var found) -> open(request, whom, found, answer);
                case Found.Missing missing ->
                    refuse(answer, whom, Status.FAILED_PRECONDITION, "a carrier key is not here or used before");
                case Found.NotForCaller foreign ->
                    refuse(answer, whom, Status.FAILED_PRECONDITION, "a carrier key is not one of the slave's");
            }
        } catch (CompletionException e) {
            refuse(answer, Status.INTERNAL, "the key database fails: " + e.getMessage());
        }
    }

    private void open(
            SharedKeys request, DrawnFor whom, List<DeliveredKey> carriers, StreamObserver<KeysShared> answer) {
        var opened = SharingSeal.open(request, carriers);
        carriers.forEach(carrier -> carrier.key().close());
        if (opened.isEmpty()) {
            refuse(
                    answer,
                    whom,
                    Status.FAILED_PRECONDITION,
                    "the tag or a length is wrong; the carrier keys are burnt");
            return;
        }
        boolean kept = drawn.keep(whom, opened.get()).join();
        opened.get().forEach(key -> key.key().close());
        if (kept) {
            answer.onNext(KeysShared.getDefaultInstance());
            answer.onCompleted();
        } else {
            refuse(answer, whom, Status.FAILED_PRECONDITION, "a key_ID was shared before");
        }
    }

    @Override
    public void withdraw(WithdrawnKeys request, StreamObserver<KeysWithdrawn> answer) {
        var whom = new DrawnFor(request.getSlaveSaeId(), request.getMasterSaeId());
        var ids = uuids(request.getKeyIdsList());
        if (ids.isEmpty()) {
            refuse(answer, Status.INVALID_ARGUMENT, "the message names no keys, or one that is no UUID");
        } else if (!mayShare(whom)) {
            refuse(answer, whom, Status.PERMISSION_DENIED, stranger(whom));
        } else {
            try {
                var ignored = drawn.burn(whom, ids.get()).join();
                answer.onNext(KeysWithdrawn.getDefaultInstance());
                answer.onCompleted();
            } catch (CompletionException e) {
                refuse(answer, Status.INTERNAL, "the key database fails: " + e.getMessage());
            }
        }
    }

    /** A node speaks for the SAEs that our agent says live there, and for no other. */
    private boolean mayShare(DrawnFor whom) {
        return assignment
                .get()
                .between(whom.slave(), whom.master())
                .filter(application -> application.getRemoteNodeId().equals(PeerCaller.nodeId()))
                .isPresent();
    }

    private static String stranger(DrawnFor whom) {
        return "SAE " + whom.master() + " of the calling node shares no keys with SAE " + whom.slave() + " here";
    }

    /** Empty where there is none, or one is no UUID. */
    private static Optional<List<UUID>> uuids(List<String> texts) {
        try {
            return Optional.of(texts.stream().map(UUID::fromString).toList()).filter(ids -> !ids.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As below, where it may be an attack. */
    private void refuse(StreamObserver<?> answer, DrawnFor whom, Status status, String why) {
        audit.accept(
                AuditEvents.SHARE_REFUSED,
                Map.of("peer", PeerCaller.nodeId(), "master", whom.master(), "slave", whom.slave(), "reason", why));
        refuse(answer, status, why);
    }

    private static void refuse(StreamObserver<?> answer, Status status, String why) {
        answer.onError(status.withDescription(why).asRuntimeException());
    }
}
