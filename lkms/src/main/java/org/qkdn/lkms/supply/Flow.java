package org.qkdn.lkms.supply;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** What went into a link's store and out of it, and how fast of late. */
public final class Flow {
    private static final int SAMPLES = 10;

    private final AtomicLong filledBits = new AtomicLong();
    private final AtomicLong consumedBits = new AtomicLong();
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long filled, long consumed) {}

    /** Averages over the last samples, bit/s. */
    public record Rates(long fillingBps, long consumptionBps) {}

    public void filled(long bits) {
        filledBits.addAndGet(bits);
    }

    public void consumed(long bits) {
        consumedBits.addAndGet(bits);
    }

    /** Takes a sample; called about once per second. */
    public synchronized void sample(long nanos) {
        samples.addLast(new Sample(nanos, filledBits.get(), consumedBits.get()));
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
    }

    public synchronized Rates rates() {
        if (samples.size() < 2) {
            return new Rates(0, 0);
        }
        var first = samples.getFirst();
        var last = samples.getLast();
        double seconds = (last.nanos - first.nanos) / 1e9;
        return seconds <= 0
                ? new Rates(0, 0)
                : new Rates(
                        Math.round((last.filled - first.filled) / seconds),
                        Math.round((last.consumed - first.consumed) / seconds));
    }
}
