package org.qkdn.netconf.session;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;

/** The last notifications of a server, in memory (RFC 5277 3.3). */
final class ReplayLog {
    /** One notification; numbers grow in the order of publication. */
    record Event(long number, Instant time, ContainerNode body) {}

    private final int most;
    private final Instant created = Instant.now();
    private final Deque<Event> events = new ArrayDeque<>();
    private long last;
    private Optional<Instant> aged = Optional.empty();

    ReplayLog(int most) {
        this.most = most;
    }

    synchronized Event append(ContainerNode body, Instant time) {
        final var event = new Event(++last, time, body);
        events.addLast(event);
        if (events.size() > most) {
            aged = Optional.of(events.removeFirst().time());
        }
        return event;
    }

    /** What there is, the oldest first. */
    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** Number of the newest event there ever was. */
    synchronized long last() {
        return last;
    }

    Instant created() {
        return created;
    }

    /** Time of the newest event that had to go (replayLogAgedTime). */
    synchronized Optional<Instant> aged() {
        return aged;
    }
}
