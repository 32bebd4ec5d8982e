package org.qkdn.forwarding.relay;

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
        node.count(relay.linkId(), outcome);
        switch (relay.origin()) {
            case PendingRelay.Origin.Here here -> here.done().accept(outcome);
            case PendingRelay.Origin.Upstream upstream -> answer(upstream.header(), outcome);
        }
    }

    /** Answers a relay whose tag was right; this is worth a pad of this node. */
    void answer(HopHeader relayed, RelayOutcome outcome) {
        var connected = node.peers().connected(relayed.senderId());
        if (connected.isEmpty()) {
            LOG.debug("relay {}: the node before is gone, its source will time out", relayed.relayId());
            return;
        }
        var peer = connected.get();
        var sent =
                switch (node.keys().allot(relayed.pad().linkId(), Tag.KEY_LENGTH)) {
                    case KeyAnswer.Given<AllottedPad>(AllottedPad pad) -> {
                        try (pad) {
                            var answer = unsigned(relayed.answer(pad.slice()), outcome);
                            yield peer.send(Protection.sign(peer.version(), answer, pad.key()));
                        }
                    }
                    case KeyAnswer.Withheld<AllottedPad>(FailureReason reason) ->
                        peer.send(voided(relayed.answer(PadSlice.NONE), outcome, reason));
                };
        if (!sent) {
            LOG.debug("relay {}: no room for the answer, its source will time out", relayed.relayId());
        }
    }

    /** Tells the node onward that nobody waits for its answer any more. */
    void giveUpOnward(PendingRelay relay, FailureReason reason, UUID where) {
        node.peers()
                .connected(relay.onward().nodeId())
                .ifPresent(
                        peer -> peer.send(new Message.Voided(relay.header(node.self(), PadSlice.NONE), reason, where)));
    }

    void received(Peer peer, Message.Tagged answer, RelayOutcome outcome) {
        var header = answer.header();
        var awaited = node.pending().find(header.relayId()).filter(relay -> fits(relay, peer, header));
        if (awaited.isEmpty()) {
            LOG.debug("answer of {} to relay {} that is not awaited", peer.nodeId(), header.relayId());
            node.burn(peer, header.pad());
            return;
        }
        if (verified(peer, answer) && node.pending().remove(awaited.get())) {
            conclude(awaited.get(), outcome);
        }
    }

    void received(Peer peer, Message.Voided voided) {
        var header = voided.header();
        if (!addressed(peer, header)) {
            return;
        }
        node.pending().find(header.relayId()).ifPresent(relay -> {
            if (relay.answeredBy(peer, header) && node.pending().remove(relay)) {
                conclude(relay, new RelayOutcome.Failed(voided.reason(), voided.where()));
            } else if (relay.upstreamNode().filter(peer.nodeId()::equals).isPresent()
                    && node.pending().remove(relay)) {
                node.count(relay.linkId(), new RelayOutcome.Failed(voided.reason(), voided.where()));
                giveUpOnward(relay, voided.reason(), voided.where());
            }
        });
    }

    private boolean verified(Peer peer, Message.Tagged answer) {
        return switch (node.keys().take(answer.header().pad())) {
            case KeyAnswer.Given<KeyBytes>(KeyBytes tagKey) -> {
                try (tagKey) {
                    var right = Protection.verifies(peer.version(), answer, tagKey);
                    if (!right) {
                        LOG.warn(
                                "{} sent a forged answer to a relay",
                                node.names().apply(peer.nodeId()));
                    }
                    yield right;
                }
            }
            case KeyAnswer.Withheld<KeyBytes>(FailureReason reason) -> {
                LOG.warn("answer of {} not checked: {}", node.names().apply(peer.nodeId()), reason.text());
                yield false;
            }
        };
    }

    private boolean fits(PendingRelay relay, Peer peer, HopHeader header) {
        return addressed(peer, header)
                && relay.answeredBy(peer, header)
                && header.pad().linkId().equals(relay.onward().physLinkId())
                && header.pad().length() == Tag.KEY_LENGTH;
    }

    private boolean addressed(Peer peer, HopHeader header) {
        return header.senderId().equals(peer.nodeId()) && header.receiverId().equals(node.self());
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
