package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the engine: one thread takes events in the order they come, applies them, hands the commands out and publishes
 * the state. Events that wait together are applied together, so a storm costs one publication.
 */
public final class ControlLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final StatePublisher publisher;
    private Optional<Thread> thread = Optional.empty();
    private NetworkState state = Engine.initial();

    public ControlLoop(DataBroker broker) {
        this.publisher = new StatePublisher(broker);
    }

    /**
     * Begins with the events that have come so far.
     *
     * @param limbs carries commands out and must not block
     * @param discovery time that registered nodes get to report before anything is decided without them
     */
    public void start(Consumer<Command> limbs, Duration discovery) {
        thread = Optional.of(Thread.ofPlatform().name("control-loop").daemon().start(() -> run(limbs)));
        var unused = CompletableFuture.runAsync(
                () -> accept(new Event.DiscoveryTimedOut()),
                CompletableFuture.delayedExecutor(discovery.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Any thread may call. */
    public void accept(Event event) {
        events.add(event);
    }

    @Override
    public void close() {
        thread.ifPresent(Thread::interrupt);
    }

    private void run(Consumer<Command> limbs) {
        try {
            publisher.publish(state);
            while (true) {
                var before = state;
                apply(events.take(), limbs);
                for (var next = events.poll(); next != null; next = events.poll()) {
                    apply(next, limbs);
                }
                if (!state.equals(before)) {
                    publisher.publish(state);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("control loop ends");
        }
    }

    private void apply(Event event, Consumer<Command> limbs) {
        try {
            var step = Engine.apply(state, event);
            state = step.state();
            step.commands().forEach(limbs);
        } catch (RuntimeException e) {
            // a bug: the network goes on with what it has, and the other events must still be heard
            LOG.error("the engine failed on {}", event.getClass().getSimpleName(), e);
        }
    }
}
