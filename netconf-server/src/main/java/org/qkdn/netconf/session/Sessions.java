package org.qkdn.netconf.session;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sessions that are up, by id, and what the server as a whole has counted. */
final class Sessions {
    private final Map<Long, ServerSession> up = new ConcurrentSkipListMap<>();
    private final AtomicLong inSessions = new AtomicLong();
    private final AtomicLong droppedSessions = new AtomicLong();
    private final AtomicLong inBadHellos = new AtomicLong();
    private final Counters total = new Counters();

    void add(ServerSession session) {
        inSessions.incrementAndGet();
        up.put(session.id(), session);
    }

    boolean remove(ServerSession session) {
        return up.remove(session.id(), session);
    }

    Optional<ServerSession> find(long id) {
        return Optional.ofNullable(up.get(id));
    }

    Collection<ServerSession> all() {
        return List.copyOf(up.values());
    }

    Counters total() {
        return total;
    }

    long inSessions() {
        return inSessions.get();
    }

    long droppedSessions() {
        return droppedSessions.get();
    }

    void countDropped() {
        droppedSessions.incrementAndGet();
    }

    long inBadHellos() {
        return inBadHellos.get();
    }

    void countBadHello() {
        inBadHellos.incrementAndGet();
    }
}
