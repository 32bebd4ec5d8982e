package org.qkdn.lkms.api014;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Bits that may be handed out: they come in at a steady rate, and are kept up to a burst. Exact to the microsecond. */
final class TokenBucket {
    private static final long MICROS = 1_000_000;
    /** Above it nothing is limited: no store is filled that fast, and the arithmetic stays within 64 bits. */
    private static final long FASTEST = 1_000_000_000_000L;

    private final long bitsPerSecond;
    private final long rate;
    private final long burst;
    private final InstantSource clock;
    private long bits;
    /** Of a bit, in millionths. */
    private long fraction;

    private Instant filledAt;

    /** Full at first. A rate below 0 is one of 2^63 or more, as protocol buffers give an unsigned one. */
    TokenBucket(long bitsPerSecond, long burstBits, InstantSource clock) {
        this.bitsPerSecond = bitsPerSecond;
        this.rate = bitsPerSecond < 0 ? FASTEST : Math.min(bitsPerSecond, FASTEST);
        this.burst = burstBits < 0 ? FASTEST : Math.min(burstBits, FASTEST);
        this.clock = clock;
        this.bits = burst;
        this.filledAt = clock.instant();
    }

    long bitsPerSecond() {
        return bitsPerSecond;
    }

    /** Zero: they were taken. Else they can be after this time, unless others take them first. */
    synchronized Duration take(long wanted) {
        fill();
        if (wanted <= bits) {
            bits -= wanted;
            return Duration.ZERO;
        }
        long missing = Math.min(wanted, FASTEST) - bits;
        return Duration.of(Math.ceilDiv(missing * MICROS - fraction, rate), ChronoUnit.MICROS);
    }

    synchronized void giveBack(long unused) {
        fill();
        bits = Math.min(burst, bits + unused);
    }

    private void fill() {
        var now = clock.instant();
        // a clock that was set back gives nothing, and does not stop the filling until it has caught up
        long elapsed = Math.max(0, ChronoUnit.MICROS.between(filledAt, now));
        filledAt = now.isBefore(filledAt) ? now : filledAt.plus(elapsed, ChronoUnit.MICROS);
        if (elapsed > burst / rate * MICROS + MICROS) {
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
