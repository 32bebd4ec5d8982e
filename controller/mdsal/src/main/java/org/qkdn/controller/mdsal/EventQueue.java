package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.qkdn.controller.core.engine.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that wait to be decided on. Those that wait together are handed out together. News of rates, of which there are
 * many and which are seldom urgent, wait for company; so does what nodes report, but no longer than the last decision took:
 * while much is programmed, nodes report one after the other, and to decide anew after each would take from the programming
 * the processor that it needs. Where decisions take long, what waits has had company enough.
 */
final class EventQueue {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final Duration COMPANY = Duration.ofMillis(250);
    private static final Duration LONG_ENOUGH = Duration.ofMillis(500);
    private static final Duration TOO_LONG = Duration.ofSeconds(1);

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private Optional<Arrival> early = Optional.empty();
    private long lastTaken = System.nanoTime();

    private record Arrival(Event event, long at) {}

    /** Any thread may call. */
    void add(Event event) {
        arrivals.add(new Arrival(event, System.nanoTime()));
    }

    /** Whether nothing waits, and nothing comes for so long. By the thread that takes. */
    boolean isCalm(Duration time) throws InterruptedException {
        if (early.isEmpty()) {
            early = Optional.ofNullable(arrivals.poll(time.toNanos(), TimeUnit.NANOSECONDS));
        }
        return early.isEmpty();
    }

    /** All that wait, in the order in which they came; waits for the first. By one thread, once it is done with the last. */
    List<Event> take() throws InterruptedException {
        var done = System.nanoTime();
        var busy = Duration.ofNanos(done - lastTaken);
        var taken = new ArrayList<>(List.of(early.isPresent() ? early.get() : arrivals.take()));
        early = Optional.empty();
        var waited = Duration.ofNanos(Math.max(0, done - taken.getFirst().at()));
        var patience = COMPANY;
        var looked = 0;
        Optional<Arrival> more;
        do {
            arrivals.drainTo(taken);
            for (; looked < taken.size(); looked++) {
                var here = patience(taken.get(looked).event(), busy, waited);
                patience = here.compareTo(patience) < 0 ? here : patience;
            }
            var left = done + patience.toNanos() - System.nanoTime();
            more = left > 0
                    ? Optional.ofNullable(arrivals.poll(left, TimeUnit.NANOSECONDS))
                    : Optional.<Arrival>empty();
            more.ifPresent(taken::add);
        } while (more.isPresent());
        lastTaken = System.nanoTime();
        complain(Duration.ofNanos(lastTaken - taken.getFirst().at()), taken.size());
        return taken.stream().map(Arrival::event).toList();
    }

    /** How long that can wait for others once a decision is made that took so long, where the first has waited so long. */
    static Duration patience(Event event, Duration busy, Duration waited) {
        var wanted =
                switch (event) {
                    case Event.LinkPerformed performed -> COMPANY;
                    case Event.NodeReported reported -> busy;
                    default -> Duration.ZERO;
                };
        var left = Collections.max(List.of(Duration.ZERO, LONG_ENOUGH.minus(waited)));
        return Collections.min(List.of(wanted, COMPANY, left));
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
