package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.qkdn.controller.core.engine.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that wait to be decided on. Those that wait together are handed out together; news of rates, of which there are
 * many and which are seldom urgent, wait for company.
 */
final class EventQueue {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final Duration COMPANY = Duration.ofMillis(250);
    private static final Duration TOO_LONG = Duration.ofSeconds(1);

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private long lastTaken = System.nanoTime();

    private record Arrival(Event event, long at) {}

    /** Any thread may call. */
    void add(Event event) {
        arrivals.add(new Arrival(event, System.nanoTime()));
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return arrivals.isEmpty();
    }

    /** All that wait, in the order in which they came; waits for the first. By one thread. */
    List<Event> take() throws InterruptedException {
        var taken = new ArrayList<>(List.of(arrivals.take()));
        arrivals.drainTo(taken);
        var next = 0;
        while (canWait(taken.subList(next, taken.size()))) {
            next = taken.size();
            var left = lastTaken + COMPANY.toNanos() - System.nanoTime();
            var more = arrivals.poll(left, TimeUnit.NANOSECONDS);
            if (more == null) {
                break;
            }
            taken.add(more);
            arrivals.drainTo(taken);
        }
        lastTaken = System.nanoTime();
        complain(Duration.ofNanos(lastTaken - taken.getFirst().at()), taken.size());
        return taken.stream().map(Arrival::event).toList();
    }

    private static boolean canWait(List<Arrival> arrived) {
        return arrived.stream().allMatch(arrival -> arrival.event() instanceof Event.LinkPerformed);
    }

    private static void complain(Duration waited, int count) {
        if (waited.compareTo(TOO_LONG) > 0) {
            LOG.warn(
                    "{} events waited up to {} ms: more happens in the network than this machine can decide on in time",
                    count,
                    waited.toMillis());
        }
    }
}
