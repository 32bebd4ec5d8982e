package org.qkdn.controller.core.switching;

import java.time.Duration;

/**
 * A pair that was tried and made no key.
 *
 * @param times in a row
 * @param barred whether it is not to be tried, for now
 */
public record FailedSwitchover(String reason, int times, boolean barred) {
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 7;

    /** Until it is tried again: a trial takes what works from others, so ever longer. */
    public Duration pause() {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
    }

    public FailedSwitchover over() {
        return new FailedSwitchover(reason, times, false);
    }
}
