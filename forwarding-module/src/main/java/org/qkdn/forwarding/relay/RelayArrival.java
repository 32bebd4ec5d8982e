package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Blocks that a neighbour sent: checked, then stored here or passed on. */
final class RelayArrival {
    private static final Logger LOG = LoggerFactory.getLogger(RelayArrival.class);

    /** What an honest neighbour may run into: a table that changes, a key management that is away. */
    private static final Set<FailureReason> INNOCENT = Set.of(
            FailureReason.LINK_UNKNOWN,
            FailureReason.WRONG_DIRECTION,
            FailureReason.KEYS_UNAVAILABLE,
            FailureReason.NEIGHBOUR_DOWN);

    private final RelayContext node;
    private final RelayOnward onward;
    private final RelayAnswers answers;
    private final Credits credits;
    private final ReplayWindow window = new ReplayWindow();

    RelayArrival(RelayContext node, RelayOnward onward, RelayAnswers answers, Credits credits) {
        this.node = node;
        this.onward = onward;
        this.answers = answers;
        this.credits = credits;
    }

    void received(Session session, Message.Relay relay) {
        long arrived = node.clock().getAsLong();
        var header = relay.header();
        boolean granted =
                session.inbound().received(header.lane(), relay.ciphertext().units());
        var refusal =
                refusal(session, relay).or(() -> granted ? Optional.empty() : Optional.of(FailureReason.OVER_CREDIT));
        if (refusal.isPresent()) {
            // who sent it need not wait for the key management
            giveUp(session, relay, refusal.get());
            node.burn(session, header.pad());
            return;
        }
        switch (session.leases().take(header.pad())) {
            case KeyAnswer.Withheld<KeyBytes>(FailureReason reason) -> giveUp(session, relay, reason);
            case KeyAnswer.Given<KeyBytes>(KeyBytes pad) -> {
                Optional<KeyBytes> opened;
                try (pad) {
                    opened = Protection.open(relay, pad);
                }
                opened.ifPresentOrElse(
                        blocks -> verified(
                                session,
                                relay,
                                blocks,
                                arrived + timeLeft(relay).toNanos()),
                        () -> giveUp(session, relay, FailureReason.FORGED));
            }
        }
    }

    private void verified(Session session, Message.Relay relay, KeyBytes blocks, long deadline) {
        var header = relay.header();
        var route = node.table().get().route(header.linkId());
        if (!window.admit(header.relayId())) {
            misbehaved(session, header, FailureReason.REPLAYED);
            refuse(session, relay, blocks, FailureReason.REPLAYED);
        } else if (route.isEmpty()) {
            refuse(session, relay, blocks, FailureReason.LINK_UNKNOWN);
        } else {
            route.get()
                    .onward(header.direction())
                    .ifPresentOrElse(
                            hop -> onward.pass(transit(session, relay, hop, deadline), blocks, relay.priority()),
                            () -> store(session, relay, route.get(), blocks));
        }
    }

    private void store(Session session, Message.Relay relay, Route route, KeyBytes blocks) {
        var header = relay.header();
        var arrived = new LinkKeys.Arrived(
                header.linkId(), header.appId(), header.blockId(), route.source(header.direction()));
        RelayOutcome outcome;
        try (blocks) {
            outcome = node.keys()
                    .store(arrived, blocks)
                    .<RelayOutcome>map(node::failedHere)
                    .orElseGet(RelayOutcome.Delivered::new);
        }
        ended(session, relay);
        node.count(header.linkId(), relay.ciphertext().units(), outcome);
        answers.answer(session, header, outcome);
    }

    private void refuse(Session session, Message.Relay relay, KeyBytes blocks, FailureReason reason) {
        blocks.close();
        ended(session, relay);
        answers.answer(session, relay.header(), node.failedHere(reason));
    }

    private void ended(Session session, Message.Relay relay) {
        session.inbound().ended(relay.header().lane(), relay.ciphertext().units());
        credits.refresh(relay.header().lane());
    }

    private PendingRelay transit(Session session, Message.Relay relay, Route.Hop hop, long deadline) {
        var header = relay.header();
        return new PendingRelay(
                header.relayId(),
                header.lane(),
                header.appId(),
                header.blockId(),
                hop,
                header.hop() + 1,
                relay.ciphertext().units(),
                node.clock().getAsLong(),
                deadline,
                new PendingRelay.Origin.Upstream(session, header));
    }

    /** What the forwarding table, which is this node's and not the neighbour's, says against the message. */
    private Optional<FailureReason> refusal(Session session, Message.Relay relay) {
        var header = relay.header();
        if (!header.senderId().equals(session.nodeId()) || !header.receiverId().equals(node.self())) {
            return Optional.of(FailureReason.WRONG_NEIGHBOUR);
        }
        return node.table()
                .get()
                .route(header.linkId())
                .map(route -> refusal(session, relay, route))
                .orElse(Optional.of(FailureReason.LINK_UNKNOWN));
    }

    private Optional<FailureReason> refusal(Session session, Message.Relay relay, Route route) {
        var header = relay.header();
        var direction = header.direction();
        var neighbour = session.nodeId();
        var from = route.backward(direction);
        var to = route.onward(direction);
        if (from.isEmpty() || (to.isEmpty() && !route.destination(direction).equals(node.self()))) {
            return Optional.of(FailureReason.WRONG_DIRECTION);
        }
        if (to.filter(hop -> hop.nodeId().equals(neighbour)).isPresent()) {
            return Optional.of(FailureReason.WRONG_DIRECTION);
        }
        if (!from.get().equals(new Route.Hop(neighbour, header.pad().linkId()))) {
            return Optional.of(FailureReason.WRONG_NEIGHBOUR);
        }
        boolean firstHop = neighbour.equals(route.source(direction));
        if (firstHop != (header.hop() == 1) || (to.isPresent() && header.hop() == HopHeader.MAX_HOPS)) {
            return Optional.of(FailureReason.WRONG_HOP);
        }
        return header.pad().length() == Protection.padLength(relay.ciphertext().length())
                ? Optional.empty()
                : Optional.of(FailureReason.PAD_UNKNOWN);
    }

    /** Refuses what is not proven to come from the neighbour: not worth a pad, so without a tag. */
    private void giveUp(Session session, Message.Relay relay, FailureReason reason) {
        var header = relay.header();
        if (!INNOCENT.contains(reason)) {
            misbehaved(session, header, reason);
        }
        ended(session, relay);
        node.count(header.linkId(), relay.ciphertext().units(), node.failedHere(reason));
        var answer = new HopHeader(
                header.relayId(),
                header.linkId(),
                header.direction(),
                header.hop(),
                node.self(),
                session.nodeId(),
                header.appId(),
                header.blockId(),
                PadName.NONE);
        session.peer().send(new Message.Voided(answer, reason, node.self()));
    }

    private void misbehaved(Session session, HopHeader header, FailureReason reason) {
        LOG.warn(
                "block of {} over link {} refused: {}",
                node.names().apply(session.nodeId()),
                header.linkId(),
                reason.text());
        node.events().misbehaved(session.nodeId(), header.linkId(), reason);
    }

    private Duration timeLeft(Message.Relay relay) {
        var granted = Duration.ofMillis(relay.timeLeftMillis());
        return granted.compareTo(node.timeout()) < 0 ? granted : node.timeout();
    }
}
