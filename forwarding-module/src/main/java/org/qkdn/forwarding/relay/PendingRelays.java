package org.qkdn.forwarding.relay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The relays whose answer is awaited. Whoever removes one decides how it ends. Bounded per link, so that a link that
 * hangs somewhere leaves room to the others, and per neighbour.
 */
final class PendingRelays {
    /** Relays that may be under way over one link in one direction at a time: beyond what is ever granted. */
    static final int MAX_PER_LINK = 8192;
    /** Relays that may be under way to one neighbour at a time. */
    static final int MAX_PER_NEIGHBOUR = 65_536;

    private final Map<UUID, PendingRelay> byRelayId = new HashMap<>();
    private final Map<UUID, Integer> byNeighbour = new HashMap<>();
    private final Map<Lane, Integer> byLane = new HashMap<>();

    /** Empty where it was added, else why not. */
    synchronized Optional<FailureReason> add(PendingRelay relay) {
        if (byRelayId.containsKey(relay.relayId())) {
            return Optional.of(FailureReason.REPLAYED);
        }
        if (byNeighbour.getOrDefault(relay.onward().nodeId(), 0) >= MAX_PER_NEIGHBOUR
                || byLane.getOrDefault(relay.lane(), 0) >= MAX_PER_LINK) {
            return Optional.of(FailureReason.BUSY);
        }
        byRelayId.put(relay.relayId(), relay);
        byNeighbour.merge(relay.onward().nodeId(), 1, Integer::sum);
        byLane.merge(relay.lane(), 1, Integer::sum);
        return Optional.empty();
    }

    synchronized Optional<PendingRelay> find(UUID relayId) {
        return Optional.ofNullable(byRelayId.get(relayId));
    }

    /** True for exactly one caller. */
    synchronized boolean remove(PendingRelay relay) {
        if (!byRelayId.remove(relay.relayId(), relay)) {
            return false;
        }
        decrement(byNeighbour, relay.onward().nodeId());
        decrement(byLane, relay.lane());
        return true;
    }

    synchronized List<PendingRelay> matching(Predicate<PendingRelay> condition) {
        return byRelayId.values().stream().filter(condition).toList();
    }

    private static <K> void decrement(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null);
    }
}
