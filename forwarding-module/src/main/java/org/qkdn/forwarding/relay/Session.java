package org.qkdn.forwarding.relay;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node shares with a neighbour over one connection, and loses with it: credits, what waits, leases. */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Peer peer;
    private final LinkKeys keys;
    private final LongSupplier clock;
    private final Map<PadsOf, SendingPads> pads = new ConcurrentHashMap<>();
    private final ReceivedLeases leases;
    private final Outbound outbound;
    private final Inbound inbound;
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile boolean closed;

    private record PadsOf(UUID physLinkId, LeaseRequest.Purpose purpose) {}

    Session(Peer peer, LinkKeys keys, RateLimits limits, LongSupplier clock) {
        this.peer = peer;
        this.keys = keys;
        this.clock = clock;
        this.leases = new ReceivedLeases(keys);
        this.outbound = new Outbound(limits, clock);
        this.inbound = new Inbound(peer);
    }

    Peer peer() {
        return peer;
    }

    UUID nodeId() {
        return peer.nodeId();
    }

    Outbound outbound() {
        return outbound;
    }

    Inbound inbound() {
        return inbound;
    }

    /** Leases the neighbour named. */
    ReceivedLeases leases() {
        return leases;
    }

    /** Key to send with. */
    SendingPads pads(UUID physLinkId, LeaseRequest.Purpose purpose) {
        var found = pads.computeIfAbsent(
                new PadsOf(physLinkId, purpose), of -> new SendingPads(of.physLinkId(), of.purpose(), keys, clock));
        if (closed) {
            found.close();
        }
        return found;
    }

    /** One thread at a time sends: runs the task until nobody has asked for it meanwhile. */
    void alone(Runnable task, Executor work) {
        if (wanted.getAndIncrement() > 0) {
            return;
        }
        work.execute(() -> {
            int asked = wanted.get();
            do {
                attempt(task);
                asked = wanted.addAndGet(-asked);
            } while (asked != 0);
        });
    }

    /** An exception that went on would leave the turn taken, and nothing would be sent any more. */
    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("sending to node {}", nodeId(), e);
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Burns what was leased and not used, which may have to wait for an answer of the key management. */
    void close(Executor work) {
        closed = true;
        work.execute(() -> {
            leases.close();
            pads.values().forEach(SendingPads::close);
        });
    }
}
