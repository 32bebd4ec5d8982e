package org.qkdn.forwarding.relay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Entries of many lanes that wait for one connection, served by deficit round robin: each lane in turn gets a quantum of
 * blocks that grows with the priority of its first entry, so that no lane, however full, keeps another from its share.
 */
final class FairQueue<K, E extends FairQueue.Entry> {
    /** Blocks that a lane of priority 0 may send in its turn. */
    static final int QUANTUM = 16;

    private final Map<K, Waiting<E>> lanes = new HashMap<>();
    private final Deque<K> turns = new ArrayDeque<>();

    /** What waits. */
    interface Entry {
        /** Its cost. */
        int units();

        /** 0..7. */
        int priority();
    }

    private static final class Waiting<E> {
        final Deque<E> entries = new ArrayDeque<>();
        long units;
        long deficit;
        boolean served;
    }

    void add(K lane, E entry) {
        var waiting = lanes.computeIfAbsent(lane, key -> {
            turns.addLast(key);
            return new Waiting<>();
        });
        waiting.entries.addLast(entry);
        waiting.units += entry.units();
    }

    /** Blocks that wait in the lane. */
    long units(K lane) {
        var waiting = lanes.get(lane);
        return waiting == null ? 0 : waiting.units;
    }

    int entries(K lane) {
        var waiting = lanes.get(lane);
        return waiting == null ? 0 : waiting.entries.size();
    }

    long units() {
        return lanes.values().stream().mapToLong(waiting -> waiting.units).sum();
    }

    int lanes() {
        return lanes.size();
    }

    /** Takes the next entry among the lanes whose first one may go now. */
    Optional<E> poll(BiPredicate<K, E> mayGo) {
        int refused = 0;
        while (refused < turns.size()) {
            var lane = turns.getFirst();
            var waiting = lanes.get(lane);
            var first = waiting.entries.getFirst();
            if (!mayGo.test(lane, first)) {
                refused++;
                pass(lane, waiting);
            } else if (waiting.deficit >= first.units()) {
                waiting.deficit -= first.units();
                waiting.units -= first.units();
                waiting.entries.removeFirst();
                dropIfEmpty(lane, waiting);
                return Optional.of(first);
            } else if (waiting.served) {
                refused = 0;
                pass(lane, waiting);
            } else {
                waiting.served = true;
                waiting.deficit += (long) QUANTUM * (first.priority() + 1);
            }
        }
        return Optional.empty();
    }

    /** Takes all entries that match, out of turn. */
    List<E> remove(Predicate<E> condition) {
        List<E> removed = new ArrayList<>();
        for (var lane : List.copyOf(turns)) {
            removed.addAll(remove(lane, condition));
        }
        return removed;
    }

    List<E> remove(K lane, Predicate<E> condition) {
        var waiting = lanes.get(lane);
        if (waiting == null) {
            return List.of();
        }
        var removed = waiting.entries.stream().filter(condition).toList();
        if (!removed.isEmpty()) {
            waiting.entries.removeAll(removed);
            waiting.units -= removed.stream().mapToInt(Entry::units).sum();
            dropIfEmpty(lane, waiting);
        }
        return removed;
    }

    private void pass(K lane, Waiting<E> waiting) {
        waiting.served = false;
        turns.removeFirst();
        turns.addLast(lane);
    }

    private void dropIfEmpty(K lane, Waiting<E> waiting) {
        if (waiting.entries.isEmpty()) {
            lanes.remove(lane);
            turns.remove(lane);
        }
    }
}
