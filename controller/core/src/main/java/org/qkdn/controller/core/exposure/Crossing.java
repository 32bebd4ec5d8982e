package org.qkdn.controller.core.exposure;

import java.time.Instant;
import java.util.Optional;

/**
 * That keys could travel over a path for a time.
 *
 * @param until absent while they still may
 */
public record Crossing(UsedPath path, Instant from, Optional<Instant> until) {
    boolean overlaps(Instant begin, Instant end) {
        return !from.isAfter(end) && until.map(ended -> !ended.isBefore(begin)).orElse(true);
    }

    Crossing ended(Instant at) {
        return new Crossing(path, from, Optional.of(at));
    }
}
