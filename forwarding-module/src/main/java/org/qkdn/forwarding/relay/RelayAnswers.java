package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a relay ends here: the answer that comes back from the next node, and the one given to the node before. */
final class RelayAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(RelayAnswers.class);

    private final RelayContext node;

    RelayAnswers(RelayContext node) {
        this.node = node;
    }

    /** Only for who has removed the relay from the pending ones, or never added it. */
    void conclude(PendingRelay relay, RelayOutcome outcome) {
        node.count(relay.linkId(), relay.units(), outcome);
        switch (relay.origin()) {
            case PendingRelay.Origin.Here here -> here.done().accept(outcome);
            case PendingRelay.Origin.Upstream upstream -> answer(upstream.session(), upstream.header(), outcome);
        }
    }

    /** Answers a relay whose tag was right; this is worth a pad of this node. */
    void answer(Session session, HopHeader relayed, RelayOutcome outcome) {
        if (session.isClosed()) {
            LOG.debug("relay {}: the node before is gone, and knows", relayed.relayId());
            return;
        }
        var pads = session.pads(relayed.pad().linkId(), LeaseRequest.Purpose.ANSWER);
        boolean sent =
                switch (pads.cut(Tag.KEY_LENGTH, Message.MAX_PRIORITY)) {
                    case KeyAnswer.Given<Pad>(Pad pad) -> {
                        try (pad) {
                            var answer = unsigned(relayed.answer(pad.name()), outcome);
                            yield session.peer().send(Protection.sign(answer, pad.key()));
                        }
                    }
                    case KeyAnswer.Withheld<Pad>(FailureReason reason) ->
                        session.peer().send(voided(relayed.answer(PadName.NONE), outcome, reason));
                };
        if (!sent) {
            LOG.debug("relay {}: the connection to the node before ends", relayed.relayId());
        }
    }

    /** Tells the node onward that nobody waits for its answer any more. */
    void giveUpOnward(PendingRelay relay, FailureReason reason, UUID where) {
        node.sessions().with(relay.onward().nodeId()).ifPresent(session -> session.peer()
                .send(new Message.Voided(relay.header(node.self(), PadName.NONE), reason, where)));
    }

    void received(Session session, Message.Tagged answer, RelayOutcome outcome) {
        var header = answer.header();
        var awaited = node.pending().find(header.relayId()).filter(relay -> fits(relay, session, header));
        if (awaited.isEmpty()) {
            LOG.debug("answer of {} to relay {} that is not awaited", session.nodeId(), header.relayId());
            node.burn(session, header.pad());
            return;
        }
        if (verified(session, answer) && node.pending().remove(awaited.get())) {
            node.events()
                    .acknowledged(Duration.ofNanos(
                            node.clock().getAsLong() - awaited.get().began()));
            conclude(awaited.get(), outcome);
        }
    }

    /** The relay that a VOID ends, if it ends one; it may still wait here for its turn. */
    Optional<PendingRelay> received(Session session, Message.Voided voided) {
        var header = voided.header();
        if (!addressed(session, header)) {
            return Optional.empty();
        }
        var failed = new RelayOutcome.Failed(voided.reason(), voided.where());
        var relay = node.pending().find(header.relayId());
        if (relay.isEmpty()) {
            return relay;
        }
        if (relay.get().answeredBy(session, header)) {
            if (node.pending().remove(relay.get())) {
                conclude(relay.get(), failed);
                return relay;
            }
        } else if (relay.get().cameOver(session) && node.pending().remove(relay.get())) {
            node.count(relay.get().linkId(), relay.get().units(), failed);
            giveUpOnward(relay.get(), voided.reason(), voided.where());
            return relay;
        }
        return Optional.empty();
    }

    private boolean verified(Session session, Message.Tagged answer) {
        return switch (session.leases().take(answer.header().pad())) {
            case KeyAnswer.Given<KeyBytes>(KeyBytes tagKey) -> {
                try (tagKey) {
                    boolean right = Protection.verifies(answer, tagKey);
                    if (!right) {
                        misbehaved(session, answer, FailureReason.FORGED);
                    }
                    yield right;
                }
            }
            case KeyAnswer.Withheld<KeyBytes>(FailureReason reason) -> {
                if (reason == FailureReason.PAD_UNKNOWN) {
                    misbehaved(session, answer, reason);
                }
                yield false;
            }
        };
    }

    private void misbehaved(Session session, Message.Tagged answer, FailureReason reason) {
        LOG.warn("answer of {} refused: {}", node.names().apply(session.nodeId()), reason.text());
        node.events().misbehaved(session.nodeId(), answer.header().linkId(), reason);
    }

    private boolean fits(PendingRelay relay, Session session, HopHeader header) {
        return addressed(session, header)
                && relay.answeredBy(session, header)
                && header.pad().linkId().equals(relay.onward().physLinkId())
                && header.pad().length() == Tag.KEY_LENGTH;
    }

    private boolean addressed(Session session, HopHeader header) {
        return header.senderId().equals(session.nodeId()) && header.receiverId().equals(node.self());
    }

    private static Message.Tagged unsigned(HopHeader header, RelayOutcome outcome) {
        return switch (outcome) {
            case RelayOutcome.Delivered delivered -> new Message.Acknowledgement(header, Tag.NONE);
            case RelayOutcome.Failed failed -> new Message.Refusal(header, failed.reason(), failed.where(), Tag.NONE);
        };
    }

    /** Without a pad there is no way to acknowledge: what was delivered must be burnt too. */
    private Message.Voided voided(HopHeader header, RelayOutcome outcome, FailureReason noPad) {
        return switch (outcome) {
            case RelayOutcome.Delivered delivered -> new Message.Voided(header, noPad, node.self());
            case RelayOutcome.Failed failed -> new Message.Voided(header, failed.reason(), failed.where());
        };
    }
}
