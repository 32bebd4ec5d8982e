package org.qkdn.lkms.supply;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.qkdn.lkms.store.KeyBytes;

/**
 * Keys that a module pushes, until they are taken or found. The last bit of a key's id says whose it is: 0, of the LKMS
 * whose name comes first in the alphabet; so both ends split what arrives in the same way without a word. At both ends
 * the oldest keys give way to new ones, the other end's later than one's own: what an end still has to announce, the other
 * still has to find.
 */
final class PushedKeys implements KeySource {
    static final int MOST_OWN_BYTES = 64 * 1024;
    static final int MOST_PEER_BYTES = 256 * 1024;

    /** Ids of the latest keys, whatever became of them: what is pushed twice is ignored. */
    private static final int REMEMBERED = 65_536;

    /** How much later than at the other end a key may arrive here. */
    private static final long SKEW_MILLIS = 2000;

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Part> parts = List.of(new Part(), new Part());
    private final Set<UUID> seen = new LinkedHashSet<>();
    private final String self;
    private String peer = "";
    private int finding;
    private Runnable onRoom = () -> {};
    private boolean closed;
    private final LongAdder received = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder duplicates = new LongAdder();

    /** The keys of one parity, the oldest first. */
    private static final class Part {
        private final Map<UUID, KeyBytes> keys = new LinkedHashMap<>();
        private int bytes;

        /** How many had to give way. */
        int add(UUID id, KeyBytes key, int most) {
            int dropped = 0;
            keys.put(id, key);
            bytes += key.length();
            while (bytes > most) {
                remove(keys.keySet().iterator().next()).close();
                dropped++;
            }
            return dropped;
        }

        KeyBytes remove(UUID id) {
            var key = keys.remove(id);
            bytes -= key.length();
            return key;
        }

        void clear() {
            keys.values().forEach(KeyBytes::close);
            keys.clear();
            bytes = 0;
        }
    }

    /** For the LKMS of this name, as SAE of the module. */
    PushedKeys(String name, String self) {
        this.name = name;
        this.self = self;
    }

    @Override
    public String name() {
        return name;
    }

    /** Adds what there is to measure; the module is named by its certificate. */
    void register(MeterRegistry meters, String module) {
        var tags = Tags.of("module", module);
        meters.more().counter("qkdn.lkms.push.keys", tags, received);
        meters.more().counter("qkdn.lkms.push.dropped", tags, dropped);
        meters.more().counter("qkdn.lkms.push.duplicates", tags, duplicates);
    }

    /** What to do when keys are wanted again after {@link #add} said that there were enough. */
    void onRoom(Runnable then) {
        lock.lock();
        try {
            onRoom = then;
        } finally {
            lock.unlock();
        }
    }

    /** Takes over a key; false where, for now, neither end wants more. */
    boolean add(UUID id, KeyBytes key) {
        lock.lock();
        try {
            if (closed || !seen.add(id)) {
                duplicates.increment();
                key.close();
                return true;
            }
            if (seen.size() > REMEMBERED) {
                seen.remove(seen.iterator().next());
            }
            var part = parts.get(parity(id));
            received.increment();
            dropped.add(part.add(id, key, most(part)));
            arrived.signalAll();
            return finding > 0 || parts.stream().anyMatch(one -> one.bytes + key.length() <= most(one));
        } finally {
            lock.unlock();
        }
    }

    /** True where the key is here to be taken or found. */
    boolean has(UUID id) {
        lock.lock();
        try {
            return parts.get(parity(id)).keys.containsKey(id);
        } finally {
            lock.unlock();
        }
    }

    private static int parity(UUID id) {
        return (int) (id.getLeastSignificantBits() & 1);
    }

    private Part own() {
        return parts.get(self.compareTo(peer) < 0 ? 0 : 1);
    }

    private int most(Part part) {
        return !peer.isEmpty() && part == own() ? MOST_OWN_BYTES : MOST_PEER_BYTES;
    }

    /** A module that was paired with another is of no use any more with its old keys. */
    private void follow(String current) {
        if (!peer.equals(current)) {
            if (!peer.isEmpty()) {
                parts.forEach(Part::clear);
            }
            peer = current;
        }
    }

    @Override
    public KeyContainer take(String current, Wanted wanted) throws RefusedException {
        lock.lock();
        try {
            follow(current);
            onRoom.run();
            var own = own();
            int keyBytes = own.keys.values().stream()
                    .mapToInt(KeyBytes::length)
                    .findFirst()
                    .orElse(1);
            var ids = own.keys.keySet().stream().limit(wanted.most(keyBytes)).toList();
            if (ids.isEmpty() || ids.size() < wanted.least(keyBytes)) {
                throw new RefusedException(
                        "module " + name + " has pushed only " + own.keys.size() + " keys for this end");
            }
            return removed(own, ids);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public KeyContainer find(String current, List<String> names) throws RefusedException, InterruptedException {
        lock.lock();
        try {
            follow(current);
            var ids = new ArrayList<UUID>();
            for (var text : names) {
                ids.add(uuid(text));
            }
            var part = parts.get(1 - parts.indexOf(own()));
            if (ids.stream().anyMatch(id -> parts.get(parity(id)) != part)) {
                throw new RefusedException("one of the keys belongs to this end of module " + name);
            }
            if (!await(part, ids)) {
                throw new RefusedException(
                        "module " + name + " has not pushed all of these keys here, or they are used");
            }
            return removed(part, ids);
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Part part, List<UUID> ids) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(SKEW_MILLIS);
        finding++;
        try {
            while (!part.keys.keySet().containsAll(ids) && left > 0) {
                onRoom.run();
                left = arrived.awaitNanos(left);
            }
            return part.keys.keySet().containsAll(ids);
        } finally {
            finding--;
        }
    }

    private UUID uuid(String text) throws RefusedException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "module " + name + " pushes keys, whose ids are UUIDs, and '" + text + "' is none");
        }
    }

    private KeyContainer removed(Part part, List<UUID> ids) throws RefusedException {
        var keys = new LinkedHashMap<String, KeyBytes>();
        for (var id : new LinkedHashSet<>(ids)) {
            keys.put(id.toString(), part.remove(id));
        }
        onRoom.run();
        return KeyContainer.of(keys);
    }

    /** What was pushed so far has another size than what comes now: it cannot be mixed with it. */
    void forget() {
        lock.lock();
        try {
            parts.forEach(Part::clear);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            parts.forEach(Part::clear);
        } finally {
            lock.unlock();
        }
    }
}
