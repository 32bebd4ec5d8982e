package org.qkdn.agent.node;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's connection to one part of its node: watches it, opens the watch again after each loss, and tells it what
 * is wanted, whole, after each change and each reconnect. All methods and callbacks run on the agent's loop.
 *
 * @param <C> what the part is told
 * @param <R> what it reports
 */
final class NodePart<C, R> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodePart.class);
    private static final long ANSWER_SECONDS = 10;

    /** The part's two calls that matter here. */
    record Protocol<W, C, A, R>(MethodDescriptor<W, R> watch, W request, MethodDescriptor<C, A> configure) {}

    private final String name;
    private final ManagedChannel channel;
    private final Protocol<?, C, ?, R> protocol;
    private final Loop loop;
    private final Consumer<PartReport<R>> listener;
    private final BackOff watchAgain = new BackOff();
    private final BackOff configureAgain = new BackOff();

    private Optional<ClientCall<?, R>> watch = Optional.empty();
    private Optional<C> wanted = Optional.empty();
    private Optional<C> acknowledged = Optional.empty();
    private boolean connected;
    private boolean complained;
    private boolean telling;
    private boolean closed;

    NodePart(
            String name,
            ManagedChannel channel,
            Protocol<?, C, ?, R> protocol,
            Loop loop,
            Consumer<PartReport<R>> listener) {
        this.name = name;
        this.channel = channel;
        this.protocol = protocol;
        this.loop = loop;
        this.listener = listener;
    }

    void open() {
        if (!closed) {
            // the channel's own back-off grows to minutes
            channel.resetConnectBackoff();
            watch = Optional.of(watch(protocol));
        }
    }

    private <W> ClientCall<?, R> watch(Protocol<W, ?, ?, R> how) {
        var call = channel.newCall(how.watch(), CallOptions.DEFAULT);
        ClientCalls.asyncServerStreamingCall(call, how.request(), new StreamObserver<>() {
            @Override
            public void onNext(R report) {
                loop.execute(() -> ifCurrent(call, () -> reported(report)));
            }

            @Override
            public void onError(Throwable problem) {
                loop.execute(() -> ifCurrent(call, () -> lost(reason(problem))));
            }

            @Override
            public void onCompleted() {
                loop.execute(() -> ifCurrent(call, () -> lost("it ended the watch")));
            }
        });
        return call;
    }

    private void ifCurrent(ClientCall<?, R> call, Runnable action) {
        if (!closed && watch.filter(current -> current == call).isPresent()) {
            action.run();
        }
    }

    private void reported(R report) {
        if (!connected) {
            LOG.info("{}: connected", name);
            connected = true;
            acknowledged = Optional.empty();
            watchAgain.reset();
        }
        listener.accept(new PartReport.Reported<>(report));
        tell();
    }

    private void lost(String reason) {
        if (connected || !complained) {
            LOG.warn("{}: {}: {}", name, connected ? "lost" : "not reachable yet", reason);
        }
        complained = true;
        connected = false;
        watch = Optional.empty();
        listener.accept(new PartReport.Unreachable<>(name + " is unreachable: " + reason));
        loop.later(watchAgain.next(), this::open);
    }

    /** Gives the connection up and tries anew. */
    void again(String reason) {
        if (connected) {
            watch.ifPresent(call -> call.cancel(reason, null));
            lost(reason);
        }
    }

    /** What the part shall do from now on. */
    void want(C desired) {
        wanted = Optional.of(desired);
        tell();
    }

    private void tell() {
        if (connected && !telling && !closed && wanted.isPresent() && !wanted.equals(acknowledged)) {
            telling = true;
            var said = wanted.get();
            call(protocol.configure(), said, (answer, problem) -> told(said, problem));
        }
    }

    private void told(C said, Optional<String> problem) {
        telling = false;
        if (problem.isEmpty()) {
            LOG.debug("{}: configured", name);
            acknowledged = Optional.of(said);
            configureAgain.reset();
            tell();
        } else {
            LOG.warn("{}: configuration not taken: {}", name, problem.get());
            loop.later(configureAgain.next(), this::tell);
        }
    }

    /** One call with one answer, which comes on the loop: either of both arguments is empty. */
    <Q, A> void call(MethodDescriptor<Q, A> method, Q request, BiConsumer<Optional<A>, Optional<String>> answered) {
        var options = CallOptions.DEFAULT.withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
        ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, new StreamObserver<>() {
            @Override
            public void onNext(A answer) {
                loop.execute(() -> answered.accept(Optional.of(answer), Optional.empty()));
            }

            @Override
            public void onError(Throwable problem) {
                loop.execute(() -> answered.accept(Optional.empty(), Optional.of(reason(problem))));
            }

            @Override
            public void onCompleted() {
                // the answer has said all
            }
        });
    }

    private static String reason(Throwable problem) {
        var status = Status.fromThrowable(problem);
        return status.getCode()
                + Optional.ofNullable(status.getDescription())
                        .map(text -> ": " + text)
                        .orElse("");
    }

    @Override
    public void close() {
        closed = true;
        channel.shutdownNow();
    }
}
