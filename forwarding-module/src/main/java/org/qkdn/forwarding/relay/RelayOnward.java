package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Sends blocks to the next node under fresh pads, in the order that fairness, credit and policy give. */
final class RelayOnward {
    /** The node onward gets this much less time, so that of all nodes the one nearest to the trouble names it. */
    static final Duration HOP_MARGIN = Duration.ofMillis(250);

    private final RelayContext node;
    private final RelayAnswers answers;
    private final Credits credits;

    RelayOnward(RelayContext node, RelayAnswers answers, Credits credits) {
        this.node = node;
        this.answers = answers;
        this.credits = credits;
    }

    /** Takes the blocks over. Sends them on this thread, which may block, if none sends yet. */
    void pass(PendingRelay relay, KeyBytes blocks, int priority) {
        var waiting = new Waiting(relay, blocks, priority, () -> released(relay));
        var session = node.sessions().with(relay.onward().nodeId());
        if (session.isEmpty()) {
            refuse(waiting, FailureReason.NEIGHBOUR_DOWN);
            return;
        }
        var refused = node.pending().add(relay);
        if (refused.isPresent()) {
            refuse(waiting, refused.get());
            return;
        }
        session.get()
                .outbound()
                .add(waiting)
                .ifPresentOrElse(reason -> fail(waiting, reason), () -> pump(session.get(), Runnable::run));
    }

    /** Sends what may go now, on another thread. */
    void pump(Session session) {
        pump(session, node.work());
    }

    private void pump(Session session, Executor where) {
        session.alone(() -> drain(session), where);
    }

    private void drain(Session session) {
        while (session.peer().writable()) {
            var next = session.outbound().next();
            if (next.isEmpty()) {
                break;
            }
            send(session, next.get());
        }
        session.peer().flush();
    }

    private void send(Session session, Waiting waiting) {
        var relay = waiting.relay();
        if (node.pending().find(relay.relayId()).isEmpty()) { // it ended just now
            session.outbound().notSent(waiting, false);
            discard(waiting);
            return;
        }
        var timeLeft = Duration.ofNanos(relay.deadline() - node.clock().getAsLong())
                .minus(HOP_MARGIN)
                .toMillis();
        if (timeLeft <= 0) {
            session.outbound().notSent(waiting, false);
            fail(waiting, FailureReason.TIMEOUT);
            return;
        }
        int length = Protection.padLength(waiting.blocks().length());
        switch (session.pads(relay.onward().physLinkId(), LeaseRequest.Purpose.BLOCK)
                .cut(length, waiting.priority())) {
            case KeyAnswer.Withheld<Pad>(FailureReason reason) -> {
                session.outbound().notSent(waiting, true);
                fail(waiting, reason);
            }
            case KeyAnswer.Given<Pad>(Pad pad) -> {
                try (pad) {
                    send(session, waiting, (int) timeLeft, pad);
                }
            }
        }
    }

    private void send(Session session, Waiting waiting, int timeLeftMillis, Pad pad) {
        var header = waiting.relay().header(node.self(), pad.name());
        var message = Protection.seal(header, timeLeftMillis, waiting.priority(), waiting.blocks(), pad.key());
        if (session.peer().queue(message)) {
            session.outbound().sent(waiting);
            waiting.released().run();
        } else {
            session.outbound().notSent(waiting, false);
            fail(waiting, FailureReason.NEIGHBOUR_DOWN);
        }
    }

    /** Asks for pads where they lacked: once they are there again, the node before may send again. */
    void probe(Session session) {
        for (var waiting : session.outbound().padless()) {
            var pads = session.pads(waiting.relay().onward().physLinkId(), LeaseRequest.Purpose.BLOCK);
            int length = Protection.padLength(Ciphertext.UNIT);
            if (pads.ready(length, waiting.priority()) instanceof KeyAnswer.Given<Long>) {
                session.outbound().padsAgain(waiting.relay().lane());
                credits.refresh(waiting.relay().lane());
            }
        }
    }

    /** Of relays that ended while they waited; the blocks are wiped. */
    void discard(Waiting waiting) {
        waiting.blocks().close();
        waiting.released().run();
    }

    /** Ends a relay that waited and is in the queue no more. */
    void fail(Waiting waiting, FailureReason reason) {
        discard(waiting);
        if (node.pending().remove(waiting.relay())) {
            answers.conclude(waiting.relay(), node.failedHere(reason));
        }
    }

    private void refuse(Waiting waiting, FailureReason reason) {
        discard(waiting);
        answers.conclude(waiting.relay(), node.failedHere(reason));
    }

    private void released(PendingRelay relay) {
        relay.upstream().ifPresent(session -> {
            session.inbound().ended(relay.lane(), relay.units());
            credits.refresh(relay.lane());
        });
    }
}
