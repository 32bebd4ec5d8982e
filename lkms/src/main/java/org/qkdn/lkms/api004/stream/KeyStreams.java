package org.qkdn.lkms.api004.stream;

import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.qkdn.lkms.api004.stream.ChunkDelivery.Attempt;
import org.qkdn.lkms.api004.stream.StreamOpening.Begun;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.RequestedApplications;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.node.v1.KeyStream;
import org.qkdn.node.v1.StreamEnd.State;

/**
 * The three calls of ETSI GS QKD 004 at this node. Calls wait on threads of their own. What a stream is lies on disk: a
 * restart of either LKMS changes nothing but that calls under way are lost.
 */
public final class KeyStreams implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final int MOST_WAITING = 256;

    private final StreamDesk desk;
    private final StreamOpening opening;
    private final ChunkSupply supply;
    private final StreamUpkeep upkeep;
    private final StreamMetrics metrics;
    private final Map<String, Semaphore> waits = new ConcurrentHashMap<>();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    public KeyStreams(
            String nodeId,
            KeyDatabase database,
            CurrentAssignment assignment,
            ApplicationKeys keys,
            PeerNodes peers,
            RequestedApplications requested,
            Refill refill,
            StreamLimits limits,
            InstantSource clock,
            MeterRegistry registry) {
        this.desk = new StreamDesk(database, assignment, keys, new StreamPeers(peers), limits, clock, new Signals());
        this.opening = new StreamOpening(desk, nodeId, requested);
        this.supply = new ChunkSupply(desk, refill, calls);
        this.metrics = new StreamMetrics(registry);
        this.upkeep = new StreamUpkeep(desk, supply, metrics::open);
    }

    public void start() {
        upkeep.start();
    }

    /** What the LKMSs of other nodes ask. */
    public BindableService forPeers() {
        return new KeyStreamsService(desk, supply);
    }

    public CompletableFuture<OpenOutcome> open(String caller, OpenRequest request) {
        return waiting(caller, mayWait -> {
            long begun = System.nanoTime();
            var outcome = open(caller, request, mayWait);
            metrics.opened(outcome, System.nanoTime() - begun);
            return outcome;
        });
    }

    private OpenOutcome open(String caller, OpenRequest request, boolean mayWait) {
        return switch (opening.begin(caller, request)) {
            case Begun.Decided decided -> decided.outcome();
            case Begun.Here here ->
                connect(here.stream(), mayWait ? request.qos() : request.qos().withTimeout(0));
        };
    }

    /** Runs a call on a thread of its own; of too many at once of one SAE the last do not wait for anything. */
    private <T> CompletableFuture<T> waiting(String caller, Function<Boolean, T> call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    var places = waits.computeIfAbsent(caller, sae -> new Semaphore(MOST_WAITING));
                    boolean mayWait = places.tryAcquire();
                    try {
                        return call.apply(mayWait);
                    } finally {
                        if (mayWait) {
                            places.release();
                        }
                    }
                },
                calls);
    }

    private OpenOutcome connect(KeyStream opened, Qos asked) {
        if (!opened.getTold()) {
            upkeep.tell(opened);
        }
        var id = StreamTable.id(opened);
        var qos = Qos.of(opened.getQos());
        long end = System.nanoTime()
                + Duration.ofMillis(desk.limits().complete(asked).timeoutMillis())
                        .toNanos();
        while (true) {
            var change = desk.nextChange(id);
            var now = desk.find(id);
            if (now.isEmpty() || now.get().getHere().getState() != State.OPEN) {
                return new OpenOutcome.InUse(id, qos);
            }
            if (StreamTable.isConnected(now.get())) {
                supply.need(now.get(), 0, Duration.ZERO);
                return new OpenOutcome.Connected(id, qos);
            }
            if (mustYield(now.get())) {
                return yieldTo(now.get(), qos);
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                return new OpenOutcome.Waiting(id, qos);
            }
            await(change, Duration.ofNanos(left));
        }
    }

    /** Both ends were opened at once, with chunks of different sizes: the owner's count. */
    private static boolean mustYield(KeyStream stream) {
        return !stream.getOwner() && stream.getThere().getState() == State.OPEN;
    }

    private OpenOutcome yieldTo(KeyStream stream, Qos qos) {
        desk.database().call(blocks -> {
            StreamTable.forget(blocks, stream);
            return true;
        });
        long chunk = Integer.toUnsignedLong(stream.getThere().getKeyChunkSize());
        return new OpenOutcome.Counter(StreamTable.id(stream), qos.withKeyChunkSize(chunk));
    }

    /**
     * GET_KEY.
     *
     * @param index of the chunk; absent: the next one
     * @param metadataRoom bytes of metadata that the caller has room for
     */
    public CompletableFuture<GetOutcome> get(String caller, UUID id, OptionalLong index, long metadataRoom) {
        return waiting(caller, mayWait -> {
            long begun = System.nanoTime();
            var outcome = getWithin(caller, id, index, metadataRoom, mayWait);
            metrics.got(outcome, System.nanoTime() - begun);
            return outcome;
        });
    }

    private GetOutcome getWithin(String caller, UUID id, OptionalLong index, long metadataRoom, boolean mayWait) {
        long begin = System.nanoTime();
        var before = supply.talk(id);
        while (true) {
            var change = desk.nextChange(id);
            var attempt = desk.database().call(blocks -> attempt(blocks, caller, id, index, metadataRoom));
            switch (attempt) {
                case Attempt.Done(var outcome) -> {
                    if (outcome instanceof GetOutcome.Chunk) {
                        prepareMore(id);
                    } else {
                        // clients may ask for any ID: none is remembered
                        desk.signals().fire(id);
                    }
                    return outcome;
                }
                case Attempt.NotYet(var stream, var sequence) -> {
                    long timeout = mayWait ? Qos.of(stream.getQos()).timeoutMillis() : 0;
                    long left = begin + Duration.ofMillis(timeout).toNanos() - System.nanoTime();
                    if (left <= 0) {
                        // who does not wait cannot tell; and what is asked only now is not for this caller to wait for
                        boolean silent = timeout > 0 && supply.isSilentSince(id, before);
                        supply.need(stream, sequence + 1, Duration.ZERO);
                        return silent
                                ? new GetOutcome.TimedOut(Sequence.index(sequence))
                                : new GetOutcome.Empty(Sequence.index(sequence));
                    }
                    supply.need(stream, sequence + 1, Duration.ofNanos(left));
                    await(change, Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())));
                }
            }
        }
    }

    private Attempt attempt(BlockTable blocks, String caller, UUID id, OptionalLong index, long metadataRoom) {
        var stream = StreamTable.find(blocks, id).filter(one -> isOpenFor(caller, one));
        if (stream.isEmpty() || desk.association(stream.get()).isEmpty()) {
            return new Attempt.Done(new GetOutcome.Unknown());
        }
        return StreamTable.isConnected(stream.get())
                ? ChunkDelivery.take(
                        blocks,
                        stream.get(),
                        index,
                        metadataRoom,
                        desk.ttlSeconds(stream.get()),
                        desk.limits(),
                        desk.now())
                : new Attempt.Done(new GetOutcome.PeerNotConnected());
    }

    private void prepareMore(UUID id) {
        desk.find(id)
                .filter(stream ->
                        stream.getReady() - stream.getPosition() < desk.limits().ahead())
                .ifPresent(stream -> supply.need(stream, 0, Duration.ZERO));
    }

    public CompletableFuture<CloseOutcome> close(String caller, UUID id) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Optional<KeyStream> closed = desk.database().call(blocks -> {
                        var stream = StreamTable.find(blocks, id).filter(one -> isOpenFor(caller, one));
                        return stream.isPresent()
                                ? Optional.of(StreamEnds.close(blocks, stream.get()))
                                : Optional.empty();
                    });
                    closed.ifPresent(stream -> {
                        desk.signals().fire(id);
                        calls.execute(() -> upkeep.tell(stream));
                    });
                    return closed.isPresent() ? CloseOutcome.CLOSED : CloseOutcome.UNKNOWN;
                },
                calls);
    }

    private static boolean isOpenFor(String caller, KeyStream stream) {
        return stream.getHere().getState() == State.OPEN
                && stream.getHere().getSaeId().equals(caller);
    }

    private static void await(CompletableFuture<Void> change, Duration longest) {
        try {
            Signals.await(change, longest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the LKMS stops", e);
        }
    }

    @Override
    public void close() {
        upkeep.close();
        calls.shutdownNow();
    }
}
