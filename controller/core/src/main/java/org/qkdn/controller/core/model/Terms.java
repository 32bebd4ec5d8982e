package org.qkdn.controller.core.model;

import java.time.Instant;
import java.util.Optional;

/**
 * On what terms a service has its rate.
 *
 * @param holdingPriority 0 to 7: only newcomers of a higher setup priority may take its rate
 * @param jitterMillis longest time between two blocks of key, in milliseconds
 * @param expires when the service ends
 */
public record Terms(int holdingPriority, Optional<Long> jitterMillis, Optional<Instant> expires) {
    /** Bits of key that are relayed at once. */
    private static final long BLOCK_BITS = 4096;

    private static final long MILLIS = 1000;

    /** Nothing but that it holds what it has at the priority that it got it with. */
    public static Terms holding(int priority) {
        return new Terms(priority, Optional.empty(), Optional.empty());
    }

    /** The rate at which a block takes no longer than the jitter: 4096 bit / jitter, rounded up. */
    SecretKeyRate rateForJitter() {
        return jitterMillis
                .map(millis -> new SecretKeyRate(Math.ceilDiv(BLOCK_BITS * MILLIS, Math.max(1, millis))))
                .orElse(SecretKeyRate.ZERO);
    }

    /** How far apart blocks come at a rate, in milliseconds, rounded up. */
    public static long spacingMillis(SecretKeyRate rate) {
        return rate.bitsPerSecond() == 0 ? Long.MAX_VALUE : Math.ceilDiv(BLOCK_BITS * MILLIS, rate.bitsPerSecond());
    }
}
