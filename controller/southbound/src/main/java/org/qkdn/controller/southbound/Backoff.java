package org.qkdn.controller.southbound;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waiting times that double up to a limit, each shortened by up to a half so that many clients do not come at once. */
final class Backoff {
    private final Pace pace;
    private final RandomGenerator random;
    private int attempts;

    Backoff(Pace pace, RandomGenerator random) {
        this.pace = pace;
        this.random = random;
    }

    Duration next() {
        final var doubled = pace.firstRetry().toNanos() << Math.min(attempts++, 20);
        final var limit = Math.min(doubled, pace.longestRetry().toNanos());
        return Duration.ofNanos((long) (limit * (0.5 + random.nextDouble() / 2)));
    }

    void reset() {
        attempts = 0;
    }
}
