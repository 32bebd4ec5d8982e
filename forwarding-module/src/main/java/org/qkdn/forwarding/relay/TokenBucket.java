package org.qkdn.forwarding.relay;

import java.time.Duration;

/** Holds a flow to a rate. Not for concurrent use. */
final class TokenBucket {
    /** So long may a flow that was idle go beyond its rate. */
    static final Duration BURST = Duration.ofMillis(200);

    private final long bitsPerSecond;
    private final double mostBits;
    private double bits;
    private long filled;

    /** @param bitsPerSecond 0: no limit */
    TokenBucket(long bitsPerSecond, long now) {
        this.bitsPerSecond = bitsPerSecond;
        this.mostBits = bitsPerSecond * (BURST.toMillis() / 1e3);
        this.bits = mostBits;
        this.filled = now;
    }

    /** Whether anything may go: what goes then may be more than the bucket holds, and is waited for after. */
    boolean open(long now) {
        bits = Math.min(mostBits, bits + bitsPerSecond * ((now - filled) / 1e9));
        filled = now;
        return bitsPerSecond == 0 || bits > 0;
    }

    void take(long taken) {
        bits -= taken;
    }
}
