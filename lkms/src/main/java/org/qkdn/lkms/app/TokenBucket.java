package org.qkdn.lkms.app;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Bits that may be used: they come in at a steady rate, and are kept up to a burst. Exact to the microsecond. */
final class TokenBucket {
    private static final long MICROS = 1_000_000;
    /** Above it nothing is limited: no store is filled that fast, and the arithmetic stays within 64 bits. */
    private static final long FASTEST = 1_000_000_000_000L;

    private final long bitsPerSecond;
    private final long rate;
    private final long burst;
    /** Below zero after more than a burst was taken at once. */
    private long bits;
    /** Of a bit, in millionths. */
    private long fraction;

    private Instant filledAt;

    /** Full at first. A rate below 0 is one of 2^63 or more, as protocol buffers give an unsigned one; 0: no limit. */
    TokenBucket(long bitsPerSecond, long burstBits, Instant now) {
        this.bitsPerSecond = bitsPerSecond;
        this.rate = bitsPerSecond <= 0 ? FASTEST : Math.min(bitsPerSecond, FASTEST);
        this.burst = burstBits < 0 ? FASTEST : Math.min(burstBits, FASTEST);
        this.bits = burst;
        this.filledAt = now;
    }

    /** Averages over a second or, where a second is too short for one block, over one block. */
    static TokenBucket of(long bitsPerSecond, Instant now) {
        return new TokenBucket(bitsPerSecond, Math.max(bitsPerSecond, 8L * KeyId.MAX_BLOCK), now);
    }

    long bitsPerSecond() {
        return bitsPerSecond;
    }

    /**
     * Zero: they were taken. Else they can be after this time, unless others take them first. More than a burst is given
     * when the bucket is full, and the next ones wait for it.
     */
    synchronized Duration take(long wanted, Instant now) {
        fill(now);
        long needed = Math.min(wanted, burst);
        if (needed <= bits) {
            bits -= Math.min(wanted, FASTEST);
            return Duration.ZERO;
        }
        return Duration.of(Math.ceilDiv((needed - bits) * MICROS - fraction, rate), ChronoUnit.MICROS);
    }

    synchronized void giveBack(long unused, Instant now) {
        fill(now);
        bits = Math.min(burst, bits + unused);
    }

    /** Bits that can be taken now. */
    synchronized long available(Instant now) {
        fill(now);
        return bitsPerSecond == 0 ? Long.MAX_VALUE : Math.max(0, bits);
    }

    private void fill(Instant now) {
        // a clock that was set back gives nothing, and does not stop the filling until it has caught up
        long elapsed = Math.max(0, ChronoUnit.MICROS.between(filledAt, now));
        filledAt = now.isBefore(filledAt) ? now : filledAt.plus(elapsed, ChronoUnit.MICROS);
        if (elapsed > (burst - bits) / rate * MICROS + MICROS) {
            bits = burst;
            fraction = 0;
            return;
        }
        long gained = rate * elapsed + fraction;
        bits += gained / MICROS;
        fraction = gained % MICROS;
        if (bits >= burst) {
            bits = burst;
            fraction = 0;
        }
    }
}
