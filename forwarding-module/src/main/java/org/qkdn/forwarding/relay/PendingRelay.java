package org.qkdn.forwarding.relay;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A relay that this node has passed on and whose answer it awaits. Holds no key.
 *
 * @param onward the node that is to answer, and the PHYS link to it
 * @param hop number of the hop to that node
 * @param deadline on the node's clock, in nanoseconds
 * @param origin whom to tell
 */
record PendingRelay(
        UUID relayId,
        UUID linkId,
        Direction direction,
        UUID appId,
        UUID blockId,
        Route.Hop onward,
        int hop,
        long deadline,
        Origin origin) {

    sealed interface Origin {
        /** The relay began here. */
        record Here(Consumer<RelayOutcome> done) implements Origin {}

        /** It came from a neighbour, with this header. */
        record Upstream(HopHeader header) implements Origin {}
    }

    /** Whether the header is that of an answer from the node that was asked, to this relay and no other. */
    boolean answeredBy(Peer peer, HopHeader header) {
        return peer.nodeId().equals(onward.nodeId())
                && header.linkId().equals(linkId)
                && header.direction() == direction
                && header.hop() == hop
                && header.appId().equals(appId)
                && header.blockId().equals(blockId);
    }

    Optional<UUID> upstreamNode() {
        return origin instanceof Origin.Upstream upstream
                ? Optional.of(upstream.header().senderId())
                : Optional.empty();
    }

    /** Header of a message to the onward node. */
    HopHeader header(UUID self, PadSlice pad) {
        return new HopHeader(relayId, linkId, direction, hop, self, onward.nodeId(), appId, blockId, pad);
    }
}
