package org.qkdn.controller.southbound;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.qkdn.controller.core.engine.Event;

/** Collects events and waits for those a test expects. */
public final class HeardEvents implements Consumer<Event> {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final List<Event> events = new ArrayList<>();

    @Override
    public synchronized void accept(Event event) {
        events.add(event);
        notifyAll();
    }

    /** How many came so far. */
    public synchronized int count() {
        return events.size();
    }

    public synchronized List<Event> all() {
        return List.copyOf(events);
    }

    /** The first event of a kind that fits, among those after the first {@code from}. */
    public synchronized <E extends Event> E await(int from, Class<E> kind, Predicate<E> fits) {
        final var deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            for (var event : events.subList(from, events.size())) {
                if (kind.isInstance(event) && fits.test(kind.cast(event))) {
                    return kind.cast(event);
                }
            }
            final var left = deadline - System.nanoTime();
            if (left <= 0) {
                return fail("no " + kind.getSimpleName() + " that fits among " + events.subList(from, events.size()));
            }
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return fail(e);
            }
        }
    }

    public <E extends Event> E await(Class<E> kind) {
        return await(0, kind, event -> true);
    }
}
