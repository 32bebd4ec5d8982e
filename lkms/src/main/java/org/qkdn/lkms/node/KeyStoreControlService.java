package org.qkdn.lkms.node;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.qkdn.lkms.AuditEvents;
import org.qkdn.lkms.app.RelayedNames;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.node.audit.AuditLog;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.KeyStoreConfigured;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.RelayedBatches;
import org.qkdn.node.v1.RelayedQuery;
import org.qkdn.node.v1.RelayedRange;
import org.qkdn.node.v1.WatchKeyStores;

/** The agent's side of the LKMS: what stores to keep, and how they fare. No key material. */
public final class KeyStoreControlService extends KeyStoreControlGrpc.KeyStoreControlImplBase {
    private static final int MOST_RANGES = 10_000;

    private final CurrentAssignment assignment;
    private final Reporter reporter;
    private final AuditLog audit;
    private final RelayedNames relayed;

    public KeyStoreControlService(
            CurrentAssignment assignment, Reporter reporter, AuditLog audit, RelayedNames relayed) {
        this.relayed = relayed;
        this.assignment = assignment;
        this.audit = audit;
        this.reporter = reporter;
    }

    @Override
    public void configure(KeyStoreConfiguration request, StreamObserver<KeyStoreConfigured> answer) {
        try {
            var next = Assignment.of(request);
            audit.record(AuditEvents.CONFIGURE, facts(request));
            assignment.replace(next);
            answer.onNext(KeyStoreConfigured.getDefaultInstance());
            answer.onCompleted();
        } catch (IllegalArgumentException e) {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (CompletionException e) {
            answer.onError(Status.INTERNAL
                    .withDescription("the key database fails: " + e.getMessage())
                    .asRuntimeException());
        } catch (IOException e) {
            answer.onError(Status.INTERNAL.withDescription(e.getMessage()).asRuntimeException());
        }
    }

    /** All of the order, so that it can be shown later what was commanded. */
    private static Map<String, String> facts(KeyStoreConfiguration order) {
        var facts = new HashMap<String, String>();
        for (var link : order.getLinksList()) {
            facts.put("link " + link.getLinkId(), line(link));
        }
        for (var application : order.getApplicationsList()) {
            facts.put("application " + application.getAppId(), line(application));
        }
        return facts;
    }

    private static String line(Message message) {
        return TextFormat.printer().emittingSingleLine(true).printToString(message);
    }

    @Override
    public void listRelayed(RelayedQuery query, StreamObserver<RelayedBatches> answer) {
        if (query.getLimit() < 1 || query.getLimit() > MOST_RANGES) {
            answer.onError(Status.INVALID_ARGUMENT
                    .withDescription("limit is " + query.getLimit() + ": give 1 to " + MOST_RANGES)
                    .asRuntimeException());
            return;
        }
        try {
            var found = relayed.find(
                    query.getAppId(),
                    query.getLinkId(),
                    Instant.ofEpochMilli(query.getFromMs()),
                    Instant.ofEpochMilli(query.getUntilMs()),
                    query.getLimit());
            var batches = RelayedBatches.newBuilder()
                    .setSinceMs(found.since().toEpochMilli())
                    .setMore(found.more());
            found.ranges()
                    .forEach(range -> batches.addRanges(RelayedRange.newBuilder()
                            .setAtMs(range.at().toEpochMilli())
                            .setFirstKeyId(range.firstKeyId().toString())
                            .setLastKeyId(range.lastKeyId().toString())));
            answer.onNext(batches.build());
            answer.onCompleted();
        } catch (IOException e) {
            answer.onError(Status.DATA_LOSS.withDescription(e.getMessage()).asRuntimeException());
        }
    }

    @Override
    public void watch(WatchKeyStores request, StreamObserver<KeyStoreReport> answer) {
        var stream = (ServerCallStreamObserver<KeyStoreReport>) answer;
        // one that cannot follow misses reports; each is whole in itself
        Consumer<KeyStoreReport> watcher = report -> {
            if (stream.isReady() && !stream.isCancelled()) {
                stream.onNext(report);
            }
        };
        stream.setOnCancelHandler(() -> reporter.leave(watcher));
        reporter.watch(watcher);
    }
}
