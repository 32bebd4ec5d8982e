package org.qkdn.agent.node;

import java.time.Duration;

/** Waiting times between attempts: doubling, bounded, and back to the first after a success. */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Duration next = FIRST;

    Duration next() {
        var now = next;
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        return now;
    }

    void reset() {
        next = FIRST;
    }
}
