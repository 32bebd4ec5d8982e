package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.qkdn.forwarding.testing.MemoryLinkKeys;
import org.qkdn.forwarding.testing.PhysLinkStore;

/** Nodes of a chain in one thread, with a clock that moves when told and wires on which messages can be changed. */
final class MemoryNetwork {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    final Map<UUID, RelayNode> nodes = new HashMap<>();
    final Map<UUID, MemoryLinkKeys> keys = new HashMap<>();
    final List<Wired> sent = new ArrayList<>();
    final Set<UUID> down = new HashSet<>();
    Function<Wired, Optional<Message>> wire = wired -> Optional.of(wired.message());
    private final Deque<Wired> queue = new ArrayDeque<>();
    private long now = 77;

    record Wired(UUID from, UUID to, Message message) {}

    void addNode(UUID id) {
        var linkKeys = new MemoryLinkKeys(id);
        keys.put(id, linkKeys);
        Peers peers = other -> down.contains(other) || down.contains(id) || !nodes.containsKey(other)
                ? Optional.empty()
                : Optional.of(peer(id, other));
        nodes.put(id, new RelayNode(id, linkKeys, peers, UUID::toString, TIMEOUT, () -> now, Runnable::run));
    }

    PhysLinkStore connect(UUID linkId, UUID one, UUID other, int bytesEach) {
        var store = new PhysLinkStore(linkId, one, other, bytesEach, linkId.hashCode());
        keys.get(one).share(linkId, store);
        keys.get(other).share(linkId, store);
        return store;
    }

    void deliver() {
        while (!queue.isEmpty()) {
            hand(queue.poll());
        }
    }

    /** Delivers what one node sends another, as if it came over the wire. */
    void hand(Wired wired) {
        wire.apply(wired).ifPresent(message -> {
            try {
                nodes.get(wired.to())
                        .received(peer(wired.to(), wired.from()), MessageCodec.decode(MessageCodec.encode(message)));
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
        });
    }

    void pass(Duration time) {
        var end = now + time.toNanos();
        while (now < end) {
            now += Duration.ofMillis(50).toNanos();
            nodes.values().forEach(RelayNode::expire);
            deliver();
        }
    }

    void lose(UUID node) {
        down.add(node);
        nodes.forEach((id, other) -> {
            if (!id.equals(node)) {
                other.neighbourLost(node);
            }
        });
        deliver();
    }

    <M extends Message> List<Wired> sent(Class<M> type) {
        return sent.stream().filter(wired -> type.isInstance(wired.message())).toList();
    }

    private Peer peer(UUID self, UUID other) {
        return new Peer() {
            @Override
            public UUID nodeId() {
                return other;
            }

            @Override
            public int version() {
                return MessageCodec.VERSION;
            }

            @Override
            public boolean send(Message message) {
                var wired = new Wired(self, other, message);
                sent.add(wired);
                queue.add(wired);
                return true;
            }
        };
    }
}
