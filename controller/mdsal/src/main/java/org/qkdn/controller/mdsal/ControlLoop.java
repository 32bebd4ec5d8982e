package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.engine.Step;
import org.qkdn.controller.core.engine.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the engine: one thread takes events in the order they come, applies them, hands the commands out and publishes
 * the state. Events that wait together are applied together, so a storm costs one publication.
 */
public final class ControlLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

    private static final Duration ENDING = Duration.ofSeconds(10);
    /**
     * To publish a large network takes longer than to decide; while more comes to be decided, it is not done each time. What
     * takes long waits as long for a calm moment.
     */
    private static final Duration LONGEST_UNSEEN = Duration.ofMillis(500);

    private final EventQueue events = new EventQueue();
    private final StatePublisher publisher;
    private final InstantSource clock;
    private final Expiry expiry;
    private final BiConsumer<NetworkState, Instant> witness;
    private BiConsumer<List<Event>, Step> recorder = (events, step) -> {};
    private Optional<Thread> thread = Optional.empty();
    private volatile NetworkState state = Engine.initial();
    private NetworkState published = state;
    private long publishedAt;
    private Duration publishing = Duration.ZERO;

    public ControlLoop(DataBroker broker) {
        this(broker, InstantSource.system(), (state, now) -> {});
    }

    /**
     * @param clock tells when things are heard and when services expire
     * @param witness is shown what was decided before anybody is told
     */
    public ControlLoop(DataBroker broker, InstantSource clock, BiConsumer<NetworkState, Instant> witness) {
        this.witness = witness;
        this.clock = clock;
        publisher = new StatePublisher(broker);
        expiry = new Expiry(clock, this::accept, this::after);
    }

    /** Before the start: {@code recorder} is shown what comes together and what it leads to, before anybody is told. */
    public void record(BiConsumer<List<Event>, Step> recorder) {
        this.recorder = recorder;
    }

    /**
     * Begins with the events that have come so far.
     *
     * @param limbs carries commands out and must not block
     * @param discovery time that registered nodes get to report before anything is decided without them
     */
    public void start(Consumer<Command> limbs, Duration discovery) {
        thread = Optional.of(Thread.ofPlatform().name("control-loop").daemon().start(() -> run(limbs)));
        later(new Timer(discovery, new Event.DiscoveryTimedOut()));
    }

    private void later(Timer timer) {
        after(timer.after(), () -> accept(timer.event()));
    }

    private void after(Duration time, Runnable work) {
        var unused = CompletableFuture.runAsync(
                work, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Any thread may call. */
    public void accept(Event event) {
        events.add(event.heardAt(clock.instant()));
    }

    /** What is known and decided now. Any thread may call. */
    public NetworkState state() {
        return state;
    }

    /** Once this returns, no command goes out and nothing is published any more. */
    @Override
    public void close() {
        thread.ifPresent(ControlLoop::end);
        publisher.close();
    }

    private static void end(Thread running) {
        running.interrupt();
        try {
            if (!running.join(ENDING)) {
                LOG.warn("the control loop is still busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Consumer<Command> limbs) {
        try {
            publish();
            while (true) {
                apply(withExpired(events.take()), limbs);
                if (!state.equals(published) && (isLongUnseen() || events.isCalm(publishing))) {
                    publish();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("control loop ends");
        }
    }

    private boolean isLongUnseen() {
        return System.nanoTime() - publishedAt > LONGEST_UNSEEN.toNanos();
    }

    private void publish() {
        published = state;
        var begun = System.nanoTime();
        try {
            publisher.publish(state);
        } catch (RuntimeException e) {
            // a bug, or a store that is gone: deciding matters more than showing
            LOG.error("operational state was not published", e);
        }
        publishedAt = System.nanoTime();
        publishing = Duration.ofNanos(publishedAt - begun);
    }

    /** What is over already is told first, so that nothing is decided for it. */
    private List<Event> withExpired(List<Event> batch) {
        return batch.stream()
                .flatMap(event -> event instanceof Event.KeyServicesChanged changed
                        ? Stream.concat(expiry.of(changed.services().values()).stream(), Stream.of(event))
                        : Stream.of(event))
                .toList();
    }

    private void apply(List<Event> batch, Consumer<Command> limbs) {
        try {
            var step = Engine.apply(state, batch);
            tell(step.state());
            boolean silent =
                    step.commands().isEmpty() && batch.stream().allMatch(event -> event instanceof Event.LinkPerformed);
            state = step.state();
            if (!silent) {
                show();
            }
            note(batch, step);
            step.commands().forEach(command -> carryOut(command, limbs));
            step.timers().forEach(this::later);
        } catch (RuntimeException e) {
            // a bug: the network goes on with what it has, and the other events must still be heard
            var kinds = batch.stream()
                    .map(event -> event.getClass().getSimpleName())
                    .distinct()
                    .toList();
            LOG.error("the engine failed on one of {} events: {}", batch.size(), kinds, e);
            if (batch.size() > 1) {
                batch.forEach(event -> apply(List.of(event), limbs));
            }
        }
    }

    private void show() {
        try {
            witness.accept(state, clock.instant());
        } catch (RuntimeException e) {
            // a bug: nodes must be told nonetheless
            LOG.error("what was decided was not recorded", e);
        }
    }

    private void note(List<Event> batch, Step step) {
        try {
            recorder.accept(batch, step);
        } catch (RuntimeException e) {
            // a bug there must not keep nodes from what is theirs
            LOG.error("{} events were not recorded", batch.size(), e);
        }
    }

    private void tell(NetworkState next) {
        Narration.tell(state, next);
        next.foreignEdits().forEach((node, edits) -> {
            if (!edits.equals(state.foreignEdits().get(node))) {
                LOG.warn(
                        "{}: edited by somebody else, {}: {}",
                        node,
                        edits.adopted() ? "adopted" : "corrected",
                        edits.last());
            }
        });
    }

    private static void carryOut(Command command, Consumer<Command> limbs) {
        try {
            limbs.accept(command);
        } catch (RuntimeException e) {
            // a bug there must not keep the other nodes and switches from what is theirs
            LOG.error("{} was not carried out", command.getClass().getSimpleName(), e);
        }
    }
}
