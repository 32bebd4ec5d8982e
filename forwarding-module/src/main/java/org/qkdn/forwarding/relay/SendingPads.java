package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Key of one PHYS link that this node leases to send with, for one purpose over one connection. Each byte is cut once
 * only; what a message leaves of a lease the next one uses.
 */
final class SendingPads implements AutoCloseable {
    /** Below that a lease is not worth its name, except where the message needs no more. */
    private static final int LEAST = 256;

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final UUID physLinkId;
    private final LeaseRequest.Purpose purpose;
    private final LinkKeys keys;
    private final LongSupplier clock;
    private final LeaseSize size;
    private final ReentrantLock lock = new ReentrantLock(); // held while the key management is asked
    private final Deque<Held> held = new ArrayDeque<>();
    private final AtomicLong heldBytes = new AtomicLong();
    private volatile long left = Lease.UNKNOWN;
    private volatile long leftAsOf;
    private volatile boolean closed;

    private static final class Held {
        final PadSlice slice;
        final KeyBytes key;
        int next;

        Held(Lease lease) {
            slice = lease.slice();
            key = lease.key();
        }

        int remaining() {
            return key.length() - next;
        }
    }

    SendingPads(UUID physLinkId, LeaseRequest.Purpose purpose, LinkKeys keys, LongSupplier clock) {
        this.physLinkId = physLinkId;
        this.purpose = purpose;
        this.keys = keys;
        this.clock = clock;
        this.size = new LeaseSize(clock.getAsLong());
    }

    KeyAnswer<Pad> cut(int length, int priority) {
        lock.lock();
        try {
            var lacking = lease(length, priority);
            if (lacking instanceof KeyAnswer.Withheld<Long>(FailureReason reason)) {
                return new KeyAnswer.Withheld<>(reason);
            }
            size.used(length);
            return new KeyAnswer.Given<>(cut(length));
        } finally {
            lock.unlock();
        }
    }

    /** Leases what a message of that length would need, and keeps it for the next: the bytes at hand, or why not. */
    KeyAnswer<Long> ready(int length, int priority) {
        lock.lock();
        try {
            return lease(length, priority);
        } finally {
            lock.unlock();
        }
    }

    /** About how many bytes could be cut now; empty where nothing was heard of it for {@link #FRESH}. */
    OptionalLong atHand() {
        boolean known = left != Lease.UNKNOWN && clock.getAsLong() - leftAsOf <= FRESH.toNanos();
        return known ? OptionalLong.of(heldBytes.get() + left) : OptionalLong.empty();
    }

    private KeyAnswer<Long> lease(int length, int priority) {
        if (closed) {
            return new KeyAnswer.Withheld<>(FailureReason.NEIGHBOUR_DOWN);
        }
        int ahead = heldBytes.get() >= length ? 0 : size.next(length, clock.getAsLong());
        while (heldBytes.get() < length) {
            if (held.size() >= PadName.MAX_PARTS) {
                return new KeyAnswer.Withheld<>(FailureReason.PAD_EXHAUSTED);
            }
            int need = length - (int) heldBytes.get();
            int most = Math.min(LeaseSize.MOST, Math.max(need, ahead));
            switch (longest(most, Math.min(need, LEAST), priority)) {
                case KeyAnswer.Withheld<Lease>(FailureReason reason) -> {
                    return new KeyAnswer.Withheld<>(reason);
                }
                case KeyAnswer.Given<Lease>(Lease lease) -> {
                    held.add(new Held(lease));
                    heldBytes.addAndGet(lease.key().length());
                    left = lease.left();
                    leftAsOf = clock.getAsLong();
                }
            }
        }
        return new KeyAnswer.Given<>(heldBytes.get());
    }

    /** A key management that knows no shortest range gives the longest or nothing: then ask for less. */
    private KeyAnswer<Lease> longest(int most, int least, int priority) {
        int asked = most;
        var answer = keys.lease(new LeaseRequest(physLinkId, asked, least, purpose, priority));
        while (asked > least && answer instanceof KeyAnswer.Withheld<Lease>(FailureReason reason)) {
            if (reason != FailureReason.PAD_EXHAUSTED) {
                return answer;
            }
            asked = Math.max(asked / 2, least);
            answer = keys.lease(new LeaseRequest(physLinkId, asked, least, purpose, priority));
        }
        return answer;
    }

    private Pad cut(int length) {
        List<KeyBytes> bytes = new ArrayList<>();
        List<PadName.Part> parts = new ArrayList<>();
        int missing = length;
        while (missing > 0) {
            var first = held.getFirst();
            int cut = Math.min(missing, first.remaining());
            var slice = first.slice;
            parts.add(new PadName.Part(slice.blockId(), slice.offset(), slice.length(), first.next, cut));
            bytes.add(first.key.slice(first.next, cut));
            first.next += cut;
            missing -= cut;
            if (first.remaining() == 0) {
                held.removeFirst();
            }
        }
        heldBytes.addAndGet(-length);
        return new Pad(new PadName(physLinkId, parts), KeyBytes.joined(bytes));
    }

    /** What was not cut is burnt; what was is its message's. */
    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            held.forEach(lease -> lease.key.slice(lease.next, lease.remaining()).close());
            held.clear();
            heldBytes.set(0);
        } finally {
            lock.unlock();
        }
    }
}
