package org.qkdn.controller.mdsal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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
    private final Engine engine;
    private final StatePublisher publisher;
    private final Consumer<Command> limbs;
    private final Thread thread =
            Thread.ofPlatform().name("control-loop").daemon().unstarted(this::run);
    private NetworkState state;

    /** {@code limbs} carries commands out and must not block. */
    public ControlLoop(Engine engine, DataBroker broker, Consumer<Command> limbs) {
        this.engine = engine;
        this.state = engine.initial();
        this.publisher = new StatePublisher(broker);
        this.limbs = limbs;
    }

    public void start() {
        thread.start();
    }

    /** Any thread may call. */
    public void accept(Event event) {
        events.add(event);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            publisher.publish(state);
            while (true) {
                var before = state;
                apply(events.take());
                for (var next = events.poll(); next != null; next = events.poll()) {
                    apply(next);
                }
                if (!state.equals(before)) {
                    publisher.publish(state);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("control loop ends");
        }
    }

    private void apply(Event event) {
        try {
            var step = engine.apply(state, event);
            state = step.state();
            step.commands().forEach(limbs);
        } catch (RuntimeException e) {
            // a bug: the network goes on with what it has, and the other events must still be heard
            LOG.error("the engine failed on {}", event, e);
        }
    }
}
