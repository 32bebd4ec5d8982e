package org.qkdn.forwarding.relay;

import java.time.Duration;

/**
 * How much to lease at a time: what was used in {@link #AHEAD} of late, so that a fast link asks its key management seldom
 * and a slow one burns no more than its messages need. It at most doubles from lease to lease.
 */
final class LeaseSize {
    /** Most bytes of one lease. */
    static final int MOST = 64 << 10;

    static final Duration AHEAD = Duration.ofMillis(100);

    private long size;
    private long since;
    private long used;

    LeaseSize(long now) {
        since = now;
    }

    void used(int bytes) {
        used += bytes;
    }

    /** Bytes of the next lease, beyond what the message at hand needs. */
    int next(long now) {
        double lifetime = Math.max(1, now - since);
        double ahead = used * (AHEAD.toNanos() / lifetime);
        size = (long) Math.min(MOST, Math.min(2.0 * Math.max(size, used), ahead));
        since = now;
        used = 0;
        return (int) size;
    }
}
