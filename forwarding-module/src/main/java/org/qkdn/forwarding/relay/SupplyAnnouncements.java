package org.qkdn.forwarding.relay;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries announcements of key supply between the key managements at the two ends of a PHYS link. */
final class SupplyAnnouncements {
    /** Announcements that may await their reply at a time. */
    static final int MAX_PENDING = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SupplyAnnouncements.class);

    private record Awaited(UUID neighbour, long deadline, Consumer<Optional<FailureReason>> done) {}

    private final RelayContext node;
    private final Map<UUID, Awaited> pending = new ConcurrentHashMap<>();

    SupplyAnnouncements(RelayContext node) {
        this.node = node;
    }

    void announce(SupplyNotice notice, Consumer<Optional<FailureReason>> done) {
        var requestId = UUID.randomUUID();
        var message = new Message.Announcement(
                requestId, notice.linkId(), notice.blockId(), notice.keySizeBits(), notice.keyIds());
        if (!MessageCodec.fits(message)) {
            throw new IllegalArgumentException("an announcement names at most 256 keys by at most 128 bytes each");
        }
        var neighbour = node.table().get().neighbourAcross(notice.linkId());
        if (neighbour.isEmpty()) {
            done.accept(Optional.of(FailureReason.LINK_UNKNOWN));
            return;
        }
        var peer = node.sessions().with(neighbour.get()).map(Session::peer);
        if (peer.isEmpty()) {
            done.accept(Optional.of(FailureReason.NEIGHBOUR_DOWN));
            return;
        }
        if (pending.size() >= MAX_PENDING) {
            done.accept(Optional.of(FailureReason.BUSY));
            return;
        }
        var deadline = node.clock().getAsLong() + node.timeout().toNanos();
        pending.put(requestId, new Awaited(neighbour.get(), deadline, done));
        if (!peer.get().send(message)) {
            conclude(requestId, Optional.of(FailureReason.BUSY));
        }
    }

    void received(Peer peer, Message.Announcement announcement) {
        var notice = new SupplyNotice(
                announcement.linkId(), announcement.blockId(), announcement.keySizeBits(), announcement.keyIds());
        var known = node.table()
                .get()
                .neighbourAcross(notice.linkId())
                .filter(peer.nodeId()::equals)
                .isPresent();
        var refusal = known ? node.keys().announced(notice) : Optional.of(FailureReason.LINK_UNKNOWN);
        refusal.ifPresent(reason ->
                LOG.debug("announcement of {} for link {} refused: {}", peer.nodeId(), notice.linkId(), reason.text()));
        peer.send(new Message.AnnouncementReply(announcement.requestId(), refusal));
    }

    void received(Peer peer, Message.AnnouncementReply reply) {
        var awaited = pending.get(reply.requestId());
        if (awaited != null && awaited.neighbour().equals(peer.nodeId())) {
            conclude(reply.requestId(), reply.refusal());
        }
    }

    void expire(long now) {
        pending.forEach((id, awaited) -> {
            if (awaited.deadline() - now <= 0) {
                conclude(id, Optional.of(FailureReason.TIMEOUT));
            }
        });
    }

    void neighbourLost(UUID neighbour) {
        pending.forEach((id, awaited) -> {
            if (awaited.neighbour().equals(neighbour)) {
                conclude(id, Optional.of(FailureReason.NEIGHBOUR_DOWN));
            }
        });
    }

    void stop() {
        pending.keySet().forEach(id -> conclude(id, Optional.of(FailureReason.STOPPED)));
    }

    private void conclude(UUID requestId, Optional<FailureReason> refusal) {
        var awaited = pending.remove(requestId);
        if (awaited != null) {
            awaited.done().accept(refusal);
        }
    }
}
