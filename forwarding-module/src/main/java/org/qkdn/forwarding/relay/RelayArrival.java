package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A block that a neighbour sent: checked, then stored here or passed on. */
final class RelayArrival {
    private static final Logger LOG = LoggerFactory.getLogger(RelayArrival.class);

    private final RelayContext node;
    private final RelayOnward onward;
    private final RelayAnswers answers;
    private final ReplayWindow window = new ReplayWindow();

    RelayArrival(RelayContext node, RelayOnward onward, RelayAnswers answers) {
        this.node = node;
        this.onward = onward;
        this.answers = answers;
    }

    void received(Peer peer, Message.Relay relay) {
        var arrived = node.clock().getAsLong();
        var header = relay.header();
        var refusal = refusal(peer, header);
        if (refusal.isPresent()) {
            node.burn(peer, header.pad());
            giveUp(peer, header, refusal.get());
            return;
        }
        switch (node.keys().take(header.pad())) {
            case KeyAnswer.Withheld<KeyBytes>(FailureReason reason) -> giveUp(peer, header, reason);
            case KeyAnswer.Given<KeyBytes>(KeyBytes pad) -> {
                Optional<KeyBytes> opened;
                try (pad) {
                    opened = Protection.open(peer.version(), relay, pad);
                }
                opened.ifPresentOrElse(
                        block -> {
                            try (block) {
                                verified(
                                        header, block, arrived + timeLeft(relay).toNanos());
                            }
                        },
                        () -> giveUp(peer, header, FailureReason.FORGED));
            }
        }
    }

    private void verified(HopHeader header, KeyBytes block, long deadline) {
        var route = node.table().get().route(header.linkId());
        if (!window.admit(header.relayId())) {
            answers.answer(header, node.failedHere(FailureReason.REPLAYED));
        } else if (route.isEmpty()) {
            answers.answer(header, node.failedHere(FailureReason.LINK_UNKNOWN));
        } else {
            route.get()
                    .onward(header.direction())
                    .ifPresentOrElse(
                            hop -> onward.pass(transit(header, hop, deadline), block),
                            () -> store(header, route.get(), block));
        }
    }

    private void store(HopHeader header, Route route, KeyBytes block) {
        RelayOutcome outcome = node.keys()
                .store(header.appId(), header.blockId(), route.source(header.direction()), block)
                .<RelayOutcome>map(node::failedHere)
                .orElseGet(RelayOutcome.Delivered::new);
        node.count(header.linkId(), outcome);
        answers.answer(header, outcome);
    }

    private static PendingRelay transit(HopHeader header, Route.Hop hop, long deadline) {
        return new PendingRelay(
                header.relayId(),
                header.linkId(),
                header.direction(),
                header.appId(),
                header.blockId(),
                hop,
                header.hop() + 1,
                deadline,
                new PendingRelay.Origin.Upstream(header));
    }

    /** What the forwarding table, which is this node's and not the neighbour's, says against the message. */
    private Optional<FailureReason> refusal(Peer peer, HopHeader header) {
        if (!header.senderId().equals(peer.nodeId()) || !header.receiverId().equals(node.self())) {
            return Optional.of(FailureReason.WRONG_NEIGHBOUR);
        }
        return node.table()
                .get()
                .route(header.linkId())
                .map(route -> refusal(peer, header, route))
                .orElse(Optional.of(FailureReason.LINK_UNKNOWN));
    }

    private Optional<FailureReason> refusal(Peer peer, HopHeader header, Route route) {
        var direction = header.direction();
        var from = route.backward(direction);
        var to = route.onward(direction);
        if (from.isEmpty() || (to.isEmpty() && !route.destination(direction).equals(node.self()))) {
            return Optional.of(FailureReason.WRONG_DIRECTION);
        }
        if (to.filter(hop -> hop.nodeId().equals(peer.nodeId())).isPresent()) {
            return Optional.of(FailureReason.WRONG_DIRECTION);
        }
        if (!from.get().equals(new Route.Hop(peer.nodeId(), header.pad().linkId()))) {
            return Optional.of(FailureReason.WRONG_NEIGHBOUR);
        }
        var firstHop = peer.nodeId().equals(route.source(direction));
        if (firstHop != (header.hop() == 1) || (to.isPresent() && header.hop() == HopHeader.MAX_HOPS)) {
            return Optional.of(FailureReason.WRONG_HOP);
        }
        return header.pad().length() == Protection.RELAY_PAD_LENGTH
                ? Optional.empty()
                : Optional.of(FailureReason.PAD_UNKNOWN);
    }

    /** Refuses what is not proven to come from the neighbour: not worth a pad, so without a tag. */
    private void giveUp(Peer peer, HopHeader header, FailureReason reason) {
        LOG.atLevel(reason == FailureReason.FORGED ? Level.WARN : Level.DEBUG)
                .log(
                        "block of {} over link {} refused: {}",
                        node.names().apply(peer.nodeId()),
                        header.linkId(),
                        reason.text());
        node.count(header.linkId(), node.failedHere(reason));
        var answer = new HopHeader(
                header.relayId(),
                header.linkId(),
                header.direction(),
                header.hop(),
                node.self(),
                peer.nodeId(),
                header.appId(),
                header.blockId(),
                PadSlice.NONE);
        peer.send(new Message.Voided(answer, reason, node.self()));
    }

    private Duration timeLeft(Message.Relay relay) {
        var granted = Duration.ofMillis(relay.timeLeftMillis());
        return granted.compareTo(node.timeout()) < 0 ? granted : node.timeout();
    }
}
