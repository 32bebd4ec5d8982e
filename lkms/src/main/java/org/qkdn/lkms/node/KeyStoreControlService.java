package org.qkdn.lkms.node;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.KeyStoreConfigured;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.WatchKeyStores;

/** The agent's side of the LKMS: what stores to keep, and how they fare. No key material. */
public final class KeyStoreControlService extends KeyStoreControlGrpc.KeyStoreControlImplBase {
    private final CurrentAssignment assignment;
    private final Reporter reporter;

    public KeyStoreControlService(CurrentAssignment assignment, Reporter reporter) {
        this.assignment = assignment;
        this.reporter = reporter;
    }

    @Override
    public void configure(KeyStoreConfiguration request, StreamObserver<KeyStoreConfigured> answer) {
        try {
            assignment.replace(Assignment.of(request));
            answer.onNext(KeyStoreConfigured.getDefaultInstance());
            answer.onCompleted();
        } catch (IllegalArgumentException e) {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (CompletionException e) {
            answer.onError(Status.INTERNAL
                    .withDescription("the key database fails: " + e.getMessage())
                    .asRuntimeException());
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
