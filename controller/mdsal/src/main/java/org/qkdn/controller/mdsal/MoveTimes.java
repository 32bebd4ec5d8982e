package org.qkdn.controller.mdsal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.qkdn.controller.core.engine.Move;

/** When services were moved, to the second: the engine has no clock. Not for use by several threads. */
final class MoveTimes {
    private final InstantSource clock;
    private final Map<String, Timed> known = new HashMap<>();

    /** The number of a service's move, and when it was first seen. */
    private record Timed(int times, Instant at) {}

    MoveTimes(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes those it does not know yet to have been made just now, and forgets services that are gone. */
    Map<String, Instant> of(Map<String, Move> moves) {
        known.keySet().retainAll(moves.keySet());
        moves.forEach((service, move) -> known.merge(
                service,
                new Timed(move.times(), Instant.ofEpochSecond(clock.instant().getEpochSecond())),
                (before, now) -> before.times() == now.times() ? before : now));
        Map<String, Instant> times = new HashMap<>();
        known.forEach((service, timed) -> times.put(service, timed.at()));
        return times;
    }
}
