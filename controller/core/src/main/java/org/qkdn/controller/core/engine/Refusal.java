package org.qkdn.controller.core.engine;

import java.time.Duration;

/**
 * A node refused what it was told.
 *
 * @param times how often in a row
 * @param barred whether new paths must avoid the node for now; afterwards it is tried again
 */
public record Refusal(String reason, int times, boolean barred) {
    private static final int LONGEST_EXPONENT = 6;

    /** How long it is barred: 2 s after the first refusal, doubling to 64 s. */
    Duration pause() {
        return Duration.ofSeconds(1L << Math.min(times, LONGEST_EXPONENT));
    }

    Refusal over() {
        return new Refusal(reason, times, false);
    }
}
