package org.qkdn.forwarding.relay;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How much each neighbour may send over each lane. A destination grants a window; a transit node no more than it may send
 * on, so that a source learns how much the slowest hop takes, and spends no pad on blocks that would not arrive.
 */
final class Credits {
    /** Blocks that may be in the works at a node, over all lanes of a neighbour. */
    static final int BUDGET = 65_536;
    /** The most blocks of one lane, 2 MiB. */
    static final int LARGEST_WINDOW = 4096;
    /** One relay must fit. */
    static final int SMALLEST_WINDOW = Ciphertext.MAX_LENGTH / Ciphertext.UNIT;

    private final RelayContext node;

    Credits(RelayContext node) {
        this.node = node;
    }

    /** Grants anew what the lane of a link may be granted now. */
    void refresh(Lane lane) {
        node.table()
                .get()
                .route(lane.linkId())
                .flatMap(route -> route.backward(lane.direction()))
                .flatMap(hop -> node.sessions().with(hop.nodeId()))
                .ifPresent(session -> refresh(session, lane));
    }

    /** Of all lanes that come from neighbours, those included that lead nowhere any more. */
    void refreshAll() {
        var routes = node.table().get().routes();
        for (var session : node.sessions().all()) {
            Set<Lane> lanes = new HashSet<>(session.inbound().granted());
            routes.stream()
                    .flatMap(route -> Stream.of(Direction.values())
                            .filter(direction -> route.backward(direction)
                                    .filter(hop -> hop.nodeId().equals(session.nodeId()))
                                    .isPresent())
                            .map(direction -> new Lane(route.linkId(), direction)))
                    .forEach(lanes::add);
            lanes.forEach(lane -> refresh(session, lane));
        }
    }

    private void refresh(Session session, Lane lane) {
        session.inbound().refresh(lane, same -> offer(session, same));
    }

    private Optional<Inbound.Offer> offer(Session session, Lane lane) {
        var route = node.table().get().route(lane.linkId());
        if (route.flatMap(known -> known.backward(lane.direction()))
                .filter(hop -> hop.nodeId().equals(session.nodeId()))
                .isEmpty()) {
            return Optional.of(closed(FailureReason.LINK_UNKNOWN, node.self()));
        }
        long window = Math.clamp(BUDGET / Math.max(1, session.inbound().lanes()), SMALLEST_WINDOW, LARGEST_WINDOW);
        return route.get()
                .onward(lane.direction())
                .map(hop -> transit(lane, hop, window))
                .orElseGet(() -> Optional.of(new Inbound.Offer(window, window, Optional.empty())));
    }

    private Optional<Inbound.Offer> transit(Lane lane, Route.Hop hop, long window) {
        var onward = node.sessions().with(hop.nodeId());
        if (onward.isEmpty()) {
            return Optional.of(closed(FailureReason.NEIGHBOUR_DOWN, node.self()));
        }
        var outbound = onward.get().outbound();
        var obstacle = outbound.obstacle(lane);
        if (obstacle.isPresent()) {
            return Optional.of(closed(obstacle.get().reason(), obstacle.get().where()));
        }
        if (!outbound.isGranted(lane)) {
            return Optional.empty();
        }
        if (outbound.lacksPads(lane)) {
            return Optional.of(closed(FailureReason.PAD_EXHAUSTED, node.self()));
        }
        long room = Math.min(outbound.room(lane), padded(onward.get(), hop.physLinkId()));
        return Optional.of(new Inbound.Offer(Math.min(room, window), window, Optional.empty()));
    }

    /** Blocks for which there will be pads; a lane's share, for all draw on the same. */
    private static long padded(Session onward, UUID physLinkId) {
        var bytes = onward.pads(physLinkId, LeaseRequest.Purpose.BLOCK).atHand();
        return bytes.isEmpty()
                ? SMALLEST_WINDOW
                : bytes.getAsLong()
                        / Protection.padLength(Ciphertext.UNIT)
                        / Math.max(1, onward.outbound().waitingLanes());
    }

    private static Inbound.Offer closed(FailureReason reason, UUID where) {
        return new Inbound.Offer(0, SMALLEST_WINDOW, Optional.of(new RelayOutcome.Failed(reason, where)));
    }
}
