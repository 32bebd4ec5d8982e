package org.qkdn.forwarding.relay;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A relay that waits here for its turn, or whose answer is awaited. Holds no key.
 *
 * @param onward the node that is to answer, and the PHYS link to it
 * @param hop number of the hop to that node
 * @param units blocks
 * @param began and
 * @param deadline on the node's clock, in nanoseconds
 * @param origin whom to tell
 */
record PendingRelay(
        UUID relayId,
        Lane lane,
        UUID appId,
        UUID blockId,
        Route.Hop onward,
        int hop,
        int units,
        long began,
        long deadline,
        Origin origin) {

    sealed interface Origin {
        /** The relay began here. */
        record Here(Consumer<RelayOutcome> done) implements Origin {}

        /** It came from a neighbour, with this header. */
        record Upstream(Session session, HopHeader header) implements Origin {}
    }

    UUID linkId() {
        return lane.linkId();
    }

    /** Whether the header is that of an answer from the node that was asked, to this relay and no other. */
    boolean answeredBy(Session session, HopHeader header) {
        return session.nodeId().equals(onward.nodeId())
                && header.linkId().equals(lane.linkId())
                && header.direction() == lane.direction()
                && header.hop() == hop
                && header.appId().equals(appId)
                && header.blockId().equals(blockId);
    }

    boolean cameOver(Session session) {
        return upstream().filter(before -> before == session).isPresent();
    }

    Optional<Session> upstream() {
        return origin instanceof Origin.Upstream upstream ? Optional.of(upstream.session()) : Optional.empty();
    }

    /** Header of a message to the onward node. */
    HopHeader header(UUID self, PadName pad) {
        return new HopHeader(relayId, lane.linkId(), lane.direction(), hop, self, onward.nodeId(), appId, blockId, pad);
    }
}
