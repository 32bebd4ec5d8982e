package org.qkdn.forwarding.relay;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The leases a neighbour named over one connection. Each is taken from the key management whole, at the first message
 * that names it, and each byte of it serves once; what is named is burnt, whatever becomes of the message.
 */
final class ReceivedLeases implements AutoCloseable {
    /** Leases of one neighbour that are held at a time; the oldest is burnt beyond. */
    static final int MAX_HELD = 1024;
    /** Bytes of the longest lease that is taken. */
    static final int MAX_LENGTH = 256 << 10;
    /** Bytes of key that are held for one neighbour at a time. */
    static final int MAX_BYTES = 16 << 20;

    private final LinkKeys keys;
    private final Map<PadSlice, Held> held = new LinkedHashMap<>();
    private long bytes;
    private boolean closed;

    private static final class Held {
        final ReentrantLock lock = new ReentrantLock(); // held while the key management is asked
        final BitSet used = new BitSet();
        Optional<KeyBytes> key = Optional.empty();
        int unused;
        boolean burnt;

        /** Wipes what no message has; what one has is wiped with it. */
        void burn() {
            lock.lock();
            try {
                key.ifPresent(whole -> {
                    for (int from = used.nextClearBit(0); from < whole.length(); from = used.nextClearBit(from)) {
                        int next = used.nextSetBit(from);
                        int end = next < 0 ? whole.length() : next;
                        whole.slice(from, end - from).close();
                        used.set(from, end);
                    }
                });
                burnt = true;
            } finally {
                lock.unlock();
            }
        }
    }

    ReceivedLeases(LinkKeys keys) {
        this.keys = keys;
    }

    KeyAnswer<KeyBytes> take(PadName pad) {
        List<KeyBytes> parts = new ArrayList<>();
        Optional<FailureReason> failure = Optional.empty();
        for (var part : pad.parts()) {
            switch (take(part.lease(pad.linkId()), part)) {
                case KeyAnswer.Given<KeyBytes>(KeyBytes key) -> parts.add(key);
                case KeyAnswer.Withheld<KeyBytes>(FailureReason reason) -> failure = Optional.of(reason);
            }
        }
        if (failure.isPresent() || parts.isEmpty()) {
            parts.forEach(KeyBytes::close);
            return new KeyAnswer.Withheld<>(failure.orElse(FailureReason.PAD_UNKNOWN));
        }
        return new KeyAnswer.Given<>(KeyBytes.joined(parts));
    }

    private KeyAnswer<KeyBytes> take(PadSlice lease, PadName.Part part) {
        if (lease.length() > MAX_LENGTH) {
            return new KeyAnswer.Withheld<>(FailureReason.PAD_UNKNOWN);
        }
        var found = held(lease);
        if (found.isEmpty()) {
            return new KeyAnswer.Withheld<>(FailureReason.NEIGHBOUR_DOWN);
        }
        var entry = found.get();
        entry.lock.lock();
        try {
            if (entry.burnt) {
                return new KeyAnswer.Withheld<>(FailureReason.PAD_UNKNOWN);
            }
            if (entry.key.isEmpty()) {
                switch (keys.take(lease)) {
                    case KeyAnswer.Withheld<KeyBytes>(FailureReason reason) -> {
                        forget(lease, entry);
                        return new KeyAnswer.Withheld<>(reason);
                    }
                    case KeyAnswer.Given<KeyBytes>(KeyBytes key) -> {
                        entry.key = Optional.of(key);
                        entry.unused = key.length();
                    }
                }
            }
            return use(lease, entry, part);
        } finally {
            entry.lock.unlock();
        }
    }

    private KeyAnswer<KeyBytes> use(PadSlice lease, Held entry, PadName.Part part) {
        int end = part.from() + part.length();
        int firstUsed = entry.used.nextSetBit(part.from());
        if (firstUsed >= 0 && firstUsed < end) {
            return new KeyAnswer.Withheld<>(FailureReason.PAD_UNKNOWN);
        }
        entry.used.set(part.from(), end);
        entry.unused -= part.length();
        if (entry.unused == 0) {
            forget(lease, entry);
        }
        return new KeyAnswer.Given<>(entry.key.orElseThrow().slice(part.from(), part.length()));
    }

    /** The lease's place, whether its key is here yet or not; none after the end of the connection. */
    private Optional<Held> held(PadSlice lease) {
        List<Held> evicted = new ArrayList<>();
        Optional<Held> found;
        synchronized (this) {
            if (closed) {
                return Optional.empty();
            }
            var known = held.get(lease);
            if (known == null) {
                known = new Held();
                held.put(lease, known);
                bytes += lease.length();
                while (held.size() > MAX_HELD || bytes > MAX_BYTES) {
                    var oldest = held.entrySet().iterator().next();
                    bytes -= oldest.getKey().length();
                    evicted.add(oldest.getValue());
                    held.remove(oldest.getKey());
                }
            }
            found = Optional.of(known);
        }
        evicted.forEach(Held::burn);
        return found;
    }

    private synchronized void forget(PadSlice lease, Held entry) {
        if (held.remove(lease, entry)) {
            bytes -= lease.length();
        }
    }

    @Override
    public void close() {
        List<Held> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(held.values());
            held.clear();
            bytes = 0;
        }
        all.forEach(Held::burn);
    }
}
