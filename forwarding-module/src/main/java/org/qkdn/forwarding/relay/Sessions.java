package org.qkdn.forwarding.relay;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that stand now, one to each neighbour. */
final class Sessions {
    private final Map<UUID, Session> byNeighbour = new ConcurrentHashMap<>();

    Optional<Session> with(UUID nodeId) {
        return Optional.ofNullable(byNeighbour.get(nodeId));
    }

    /** The session of that very connection; a message of an older one finds none. */
    Optional<Session> of(Peer peer) {
        return with(peer.nodeId()).filter(session -> session.peer() == peer);
    }

    Collection<Session> all() {
        return byNeighbour.values();
    }

    void put(Session session) {
        byNeighbour.put(session.nodeId(), session);
    }

    boolean remove(Session session) {
        return byNeighbour.remove(session.nodeId(), session);
    }
}
