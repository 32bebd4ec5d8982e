package org.qkdn.lkms.app;

import java.time.Duration;
import java.time.Instant;

/**
 * Token bucket of one service: its blocks start no faster than its greatest bandwidth, averaged over a second or, where a
 * second is too short for one block, over one block.
 */
final class Pace {
    private static final double BLOCK_BITS = 8.0 * KeyId.MAX_BLOCK;
    private static final Duration DEPTH = Duration.ofSeconds(1);

    /** When the bucket is full again. */
    private Instant full = Instant.EPOCH;

    /** How many blocks may start now. */
    int allowed(long bitsPerSecond, int wanted, Instant now) {
        if (bitsPerSecond == 0) {
            return wanted;
        }
        double block = BLOCK_BITS / bitsPerSecond;
        double depth = Math.max(block, seconds(DEPTH));
        double room = depth - Math.max(0, seconds(Duration.between(now, full)));
        return (int) Math.min(wanted, Math.floor(room / block));
    }

    void started(long bitsPerSecond, int blocks, Instant now) {
        if (bitsPerSecond > 0) {
            var from = full.isAfter(now) ? full : now;
            full = from.plusNanos((long) (1e9 * blocks * BLOCK_BITS / bitsPerSecond));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
