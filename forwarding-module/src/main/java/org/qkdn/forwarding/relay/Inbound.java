package org.qkdn.forwarding.relay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What this node has granted one neighbour over one connection, and what that has used of it. */
final class Inbound {
    private final Peer peer;
    private final Map<Lane, Credit> credits = new HashMap<>();

    /**
     * What a lane may be granted now.
     *
     * @param room blocks on top of those whose handling has ended
     */
    record Offer(long room, long window, Optional<RelayOutcome.Failed> obstacle) {}

    /** In blocks since the connection began. */
    private static final class Credit {
        long received;
        long ended;
        long granted;
        Optional<RelayOutcome.Failed> obstacle = Optional.empty();
    }

    Inbound(Peer peer) {
        this.peer = peer;
    }

    /** False where the neighbour sent more than it was granted. */
    synchronized boolean received(Lane lane, int units) {
        var credit = credits.get(lane);
        if (credit == null) {
            return false;
        }
        credit.received += units;
        return credit.received <= credit.granted;
    }

    /** The blocks are with the next node, stored, or given up. */
    synchronized void ended(Lane lane, int units) {
        var credit = credits.get(lane);
        if (credit != null) {
            credit.ended += units;
        }
    }

    synchronized int lanes() {
        return credits.size();
    }

    /** Lanes of which anything was granted. */
    synchronized List<Lane> granted() {
        return List.copyOf(credits.keySet());
    }

    /**
     * Grants what is offered, if that helps: the lane opens or closes, or the neighbour has used most of what it had.
     *
     * @param offers nothing where nothing can be said of the lane yet
     */
    synchronized void refresh(Lane lane, Function<Lane, Optional<Offer>> offers) {
        var offered = offers.apply(lane);
        if (offered.isEmpty()) {
            return;
        }
        var offer = offered.get();
        var known = credits.get(lane);
        var credit = known == null ? new Credit() : known;
        long limit = offer.obstacle().isPresent()
                ? credit.granted
                : Math.max(credit.granted, credit.ended + Math.max(0, offer.room()));
        boolean low = credit.granted - credit.received < offer.window() / 2;
        boolean worthwhile = limit > credit.granted && (low || limit - credit.granted >= offer.window() / 4);
        if (known != null && !worthwhile && credit.obstacle.equals(offer.obstacle())) {
            return;
        }
        credits.put(lane, credit);
        credit.granted = limit;
        credit.obstacle = offer.obstacle();
        peer.send(new Message.Grant(lane.linkId(), lane.direction(), limit, offer.obstacle()));
    }
}
