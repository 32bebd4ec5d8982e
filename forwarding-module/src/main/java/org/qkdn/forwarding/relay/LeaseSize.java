package org.qkdn.forwarding.relay;

import java.time.Duration;

/**
 * How much to lease at a time: what was used in {@link #AHEAD} of late, so that a fast link asks its key management seldom
 * and a slow one burns no more than its messages need. It at most doubles from lease to lease, and is a multiple of the
 * message at hand: the pad of a message in one part need not be put together.
 */
final class LeaseSize {
    /** Most bytes of one lease. */
    static final int MOST = 256 << 10;

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

    /** Bytes of the next lease, or fewer than the message at hand needs where it need not be more. */
    int next(int messageLength, long now) {
        double lifetime = Math.max(1, now - since);
        double ahead = used * (AHEAD.toNanos() / lifetime);
        size = (long) Math.min(MOST, Math.min(2.0 * Math.max(size, used), ahead));
        since = now;
        used = 0;
        return (int) (size - size % messageLength);
    }
}
