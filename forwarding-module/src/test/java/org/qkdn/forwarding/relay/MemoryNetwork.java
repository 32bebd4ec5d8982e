package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.qkdn.forwarding.testing.MemoryLinkKeys;
import org.qkdn.forwarding.testing.PhysLinkStore;

/** Nodes in one thread, with a clock that moves when told and wires on which messages can be changed. */
final class MemoryNetwork {
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    final Map<UUID, RelayNode> nodes = new HashMap<>();
    final Map<UUID, MemoryLinkKeys> keys = new HashMap<>();
    final List<Wired> sent = new ArrayList<>();
    final List<String> misbehaviour = new ArrayList<>();
    Function<Wired, Optional<Message>> wire = wired -> Optional.of(wired.message());
    private final Map<Wire, WiredPeer> peers = new HashMap<>();
    private final Deque<Wired> queue = new ArrayDeque<>();
    private long now = 77;

    /** Blocks that a wire takes until it is delivered. */
    int wireRoom = Integer.MAX_VALUE;

    record Wired(UUID from, UUID to, Message message) {}

    private record Wire(UUID from, UUID to) {}

    void addNode(UUID id) {
        addNode(id, RateLimits.NONE);
    }

    void addNode(UUID id, RateLimits limits) {
        var linkKeys = new MemoryLinkKeys(id);
        keys.put(id, linkKeys);
        addNode(id, linkKeys, limits);
    }

    void addNode(UUID id, LinkKeys linkKeys, RateLimits limits) {
        nodes.put(
                id,
                new RelayNode(new RelayNode.Surroundings(
                        id, linkKeys, limits, events(), UUID::toString, TIMEOUT, () -> now, Runnable::run)));
    }

    private RelayEvents events() {
        return new RelayEvents() {
            @Override
            public void misbehaved(UUID neighbourId, UUID linkId, FailureReason reason) {
                misbehaviour.add(reason.name());
            }

            @Override
            public void relayed(UUID linkId, int blocks) {}

            @Override
            public void failed(UUID linkId, FailureReason reason) {}

            @Override
            public void acknowledged(Duration after) {}
        };
    }

    PhysLinkStore share(UUID linkId, UUID one, UUID other, int bytesEach) {
        var store = new PhysLinkStore(linkId, one, other, bytesEach, linkId.hashCode());
        keys.get(one).share(linkId, store);
        keys.get(other).share(linkId, store);
        return store;
    }

    /** A new connection between two nodes, in the place of the one before; what was under way on that is lost. */
    void connect(UUID one, UUID other) {
        queue.removeIf(wired -> isBetween(wired, one, other));
        peers.put(new Wire(one, other), new WiredPeer(one, other));
        peers.put(new Wire(other, one), new WiredPeer(other, one));
        nodes.get(one).connected(peer(one, other));
        nodes.get(other).connected(peer(other, one));
    }

    void disconnect(UUID one, UUID other) {
        queue.removeIf(wired -> isBetween(wired, one, other));
        for (var wire : List.of(new Wire(one, other), new Wire(other, one))) {
            var peer = peers.remove(wire);
            if (peer != null) {
                nodes.get(wire.from()).lost(peer);
            }
        }
    }

    boolean isConnected(UUID one, UUID other) {
        return peers.containsKey(new Wire(one, other));
    }

    private static boolean isBetween(Wired wired, UUID one, UUID other) {
        return (wired.from().equals(one) && wired.to().equals(other))
                || (wired.from().equals(other) && wired.to().equals(one));
    }

    void deliver() {
        while (deliverOne()) {
            // until nothing is under way
        }
    }

    boolean deliverOne() {
        var wired = queue.poll();
        if (wired == null) {
            return false;
        }
        var peer = peers.get(new Wire(wired.from(), wired.to()));
        boolean wasFull = peer != null && !peer.writable();
        if (peer != null && wired.message() instanceof Message.Relay relay) {
            peer.waiting -= relay.ciphertext().units();
        }
        hand(wired);
        if (wasFull && peer.writable()) {
            nodes.get(wired.from()).writable(peer);
        }
        return true;
    }

    /** Delivers what one node sends another, as if it came over the wire. */
    void hand(Wired wired) {
        wire.apply(wired).ifPresent(message -> {
            try {
                var at = peers.get(new Wire(wired.to(), wired.from()));
                if (at != null) {
                    nodes.get(wired.to()).received(at, MessageCodec.decode(MessageCodec.encode(message)));
                }
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
        });
    }

    void pass(Duration time) {
        long end = now + time.toNanos();
        while (now < end) {
            now += Duration.ofMillis(50).toNanos();
            nodes.values().forEach(RelayNode::expire);
            deliver();
        }
    }

    /** The node falls silent and its neighbours notice. */
    void lose(UUID node) {
        for (var wire : List.copyOf(peers.keySet())) {
            if (wire.from().equals(node)) {
                disconnect(wire.from(), wire.to());
            }
        }
        deliver();
    }

    <M extends Message> List<Wired> sent(Class<M> type) {
        return sent.stream().filter(wired -> type.isInstance(wired.message())).toList();
    }

    Peer peer(UUID self, UUID other) {
        return peers.get(new Wire(self, other));
    }

    private final class WiredPeer implements Peer {
        private final UUID self;
        private final UUID other;
        private int waiting;

        WiredPeer(UUID self, UUID other) {
            this.self = self;
            this.other = other;
        }

        @Override
        public UUID nodeId() {
            return other;
        }

        @Override
        public boolean writable() {
            return waiting < wireRoom;
        }

        @Override
        public boolean queue(Message message) {
            if (peers.get(new Wire(self, other)) != this) {
                return false;
            }
            var wired = new Wired(self, other, message);
            sent.add(wired);
            queue.add(wired);
            if (message instanceof Message.Relay relay) {
                waiting += relay.ciphertext().units();
            }
            return true;
        }

        @Override
        public void flush() {}
    }
}
