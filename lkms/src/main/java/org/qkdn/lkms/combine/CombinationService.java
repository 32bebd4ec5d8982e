package org.qkdn.lkms.combine;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.qkdn.lkms.AuditEvents;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.combine.Transcript.ShareName;
import org.qkdn.lkms.peer.PeerCaller;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.audit.AuditLog;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.BlockCombinationGrpc;
import org.qkdn.node.v1.CombineShares;
import org.qkdn.node.v1.KemOffer;
import org.qkdn.node.v1.SharesCombined;
import org.qkdn.node.v1.WantKem;

/**
 * The destination's side of a combination. It makes only what this node's own order says, and each attempt burns the shares
 * it names, so that nothing can be tried twice.
 */
public final class CombinationService extends BlockCombinationGrpc.BlockCombinationImplBase {
    private final String ownNodeId;
    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final Screening screening;
    private final ApplicationKeys keys;
    private final KemKeys kemKeys;
    private final AuditLog audit;

    public CombinationService(
            String ownNodeId,
            KeyDatabase database,
            CurrentAssignment assignment,
            Screening screening,
            ApplicationKeys keys,
            KemKeys kemKeys,
            AuditLog audit) {
        this.ownNodeId = ownNodeId;
        this.database = database;
        this.assignment = assignment;
        this.screening = screening;
        this.keys = keys;
        this.kemKeys = kemKeys;
        this.audit = audit;
    }

    private sealed interface Result {
        record Combined(ByteString confirmation) implements Result {}

        record Refused(Status status, String reason) implements Result {}
    }

    @Override
    public void offerKem(WantKem request, StreamObserver<KemOffer> answer) {
        for (var kem : MlKem.values()) {
            if (kem.text().equals(request.getParameterSet())) {
                offer(kem, answer);
                return;
            }
        }
        answer.onError(Status.INVALID_ARGUMENT
                .withDescription("KEM '" + request.getParameterSet() + "' is not known here")
                .asRuntimeException());
    }

    private void offer(MlKem kem, StreamObserver<KemOffer> answer) {
        try {
            var offer = kemKeys.offer(PeerCaller.nodeId(), kem);
            answer.onNext(KemOffer.newBuilder()
                    .setKemKeyId(offer.id().toString())
                    .setEncapsulationKey(offer.encapsulationKey())
                    .setMostBatches(KemKeys.MOST_BATCHES)
                    .setSeconds((int) KemKeys.LIFE.toSeconds())
                    .build());
            answer.onCompleted();
        } catch (UncheckedIOException e) {
            answer.onError(Status.UNAVAILABLE
                    .withDescription(e.getCause().getMessage())
                    .asRuntimeException());
        }
    }

    @Override
    public void combine(CombineShares request, StreamObserver<SharesCombined> answer) {
        var caller = PeerCaller.nodeId();
        switch (result(caller, request)) {
            case Result.Combined combined -> {
                answer.onNext(SharesCombined.newBuilder()
                        .setConfirmation(combined.confirmation)
                        .build());
                answer.onCompleted();
            }
            case Result.Refused refused -> {
                audit.append(
                        AuditEvents.COMBINATION_REFUSED,
                        Map.of("peer", caller, "application", request.getAppId(), "reason", refused.reason));
                answer.onError(refused.status.withDescription(refused.reason).asRuntimeException());
            }
        }
    }

    private Result result(String caller, CombineShares request) {
        var application = assignment.get().application(request.getAppId()).filter(found -> found.getRemoteNodeId()
                .equals(caller));
        if (application.isEmpty()) {
            return new Result.Refused(Status.NOT_FOUND, "the application is not shared with node " + caller);
        }
        try {
            return combine(application.get(), transcript(caller, request), request);
        } catch (IllegalArgumentException e) {
            return new Result.Refused(Status.INVALID_ARGUMENT, "the request names no batch, or no shares");
        } catch (CompletionException e) {
            return new Result.Refused(Status.INTERNAL, "the key database fails: " + e.getMessage());
        }
    }

    private Transcript transcript(String caller, CombineShares request) {
        var shares = request.getSharesList().stream()
                .map(share -> new ShareName(share.getLinkId(), UUID.fromString(share.getShareId())))
                .toList();
        return new Transcript(
                request.getCombination(),
                caller,
                ownNodeId,
                request.getAppId(),
                new Batch(UUID.fromString(request.getBlockId()), request.getBlocks()),
                shares,
                request.getKemKeyId(),
                request.getKemCiphertext());
    }

    private Result combine(Application application, Transcript transcript, CombineShares request) {
        var blocks = transcript.batch().blocks();
        var taken = database.call(table -> new Shares(table, application.getAppId()).take(transcript.shares(), blocks));
        var secrets = new ArrayList<KeyBytes>();
        taken.ifPresent(secrets::addAll);
        try {
            var objection = objection(application, transcript);
            if (objection.isPresent()) {
                return new Result.Refused(Status.FAILED_PRECONDITION, objection.get());
            }
            if (taken.isEmpty()) {
                return new Result.Refused(Status.NOT_FOUND, "a share is not here, or was taken before");
            }
            var combination = Combinations.named(transcript.combination()).orElseThrow();
            if (combination.kem().isEmpty()) {
                return mixed(application, transcript, request, combination.mix(secrets, Optional.empty(), transcript));
            }
            var secret = kemKeys.open(
                    transcript.source(),
                    combination.kem().get(),
                    UUID.fromString(transcript.kemKeyId()),
                    transcript.kemCiphertext());
            if (secret.isEmpty()) {
                return new Result.Refused(Status.FAILED_PRECONDITION, "the KEM key is not known here, or used up");
            }
            try (var opened = secret.get()) {
                return mixed(
                        application, transcript, request, combination.mix(secrets, Optional.of(opened), transcript));
            }
        } finally {
            secrets.forEach(KeyBytes::close);
        }
    }

    /** What of the request is not as this node was ordered, or not allowed. */
    private Optional<String> objection(Application application, Transcript transcript) {
        var named = Combinations.named(transcript.combination());
        var links = transcript.shares().stream().map(ShareName::link).toList();
        if (named.isEmpty()
                || Combinations.comeWhole(application)
                || !Combinations.named(application.getCombination()).equals(named)) {
            return Optional.of("combination '" + transcript.combination() + "' is offered, '"
                    + application.getCombination() + "' is ordered");
        }
        if (!links.equals(application.getBackingLinkIdsList())) {
            return Optional.of("the shares came over other links, or in another order, than ordered");
        }
        if (named.get().kem().isEmpty() && !transcript.kemKeyId().isEmpty()) {
            return Optional.of("the combination has no KEM share, but one is sent");
        }
        return screening.objection(application);
    }

    private Result mixed(Application application, Transcript transcript, CombineShares request, KeyBytes bytes) {
        var store = StoreId.application(application.getAppId());
        try (var batch = new MixedBatch(bytes)) {
            if (!MessageDigest.isEqual(
                    batch.check(transcript), request.getCheck().toByteArray())) {
                long bits = ApplicationKeys.usableBits(batch.content().length());
                var ignored = database.call(table -> {
                    table.addLost(store, Account.Cause.MISMATCH, bits);
                    return true;
                });
                return new Result.Refused(
                        Status.ABORTED, "the two ends mixed different bytes: a path altered its share, or a message");
            }
            var origin = assignment.get().originOf(application);
            boolean isNew = keys.add(store, transcript.batch().first(), Owner.PEER, origin, batch.content())
                    .join();
            return isNew
                    ? new Result.Combined(ByteString.copyFrom(batch.confirmation(transcript)))
                    : new Result.Refused(Status.ALREADY_EXISTS, "a block of this id was made before");
        }
    }
}
