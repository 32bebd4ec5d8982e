package org.qkdn.forwarding.relay;

import java.time.Duration;

/** Sends a block to the next node under a fresh pad. */
final class RelayOnward {
    /** The node onward gets this much less time, so that of all nodes the one nearest to the trouble names it. */
    static final Duration HOP_MARGIN = Duration.ofMillis(250);

    private final RelayContext node;
    private final RelayAnswers answers;

    RelayOnward(RelayContext node, RelayAnswers answers) {
        this.node = node;
        this.answers = answers;
    }

    void pass(PendingRelay relay, KeyBytes block) {
        var peer = node.peers().connected(relay.onward().nodeId());
        if (peer.isEmpty()) {
            answers.conclude(relay, node.failedHere(FailureReason.NEIGHBOUR_DOWN));
            return;
        }
        var refused = node.pending().add(relay);
        if (refused.isPresent()) {
            answers.conclude(relay, node.failedHere(refused.get()));
            return;
        }
        switch (node.keys().allot(relay.onward().physLinkId(), Protection.RELAY_PAD_LENGTH)) {
            case KeyAnswer.Given<AllottedPad>(AllottedPad pad) -> {
                try (pad) {
                    send(relay, block, peer.get(), pad);
                }
            }
            case KeyAnswer.Withheld<AllottedPad>(FailureReason reason) -> fail(relay, reason);
        }
    }

    private void send(PendingRelay relay, KeyBytes block, Peer peer, AllottedPad pad) {
        var timeLeft = Duration.ofNanos(relay.deadline() - node.clock().getAsLong())
                .minus(HOP_MARGIN)
                .toMillis();
        if (timeLeft <= 0) {
            fail(relay, FailureReason.TIMEOUT);
            return;
        }
        var header = relay.header(node.self(), pad.slice());
        if (!peer.send(Protection.seal(peer.version(), header, (int) timeLeft, block, pad.key()))) {
            fail(relay, FailureReason.BUSY);
        }
    }

    private void fail(PendingRelay relay, FailureReason reason) {
        if (node.pending().remove(relay)) {
            answers.conclude(relay, node.failedHere(reason));
        }
    }
}
