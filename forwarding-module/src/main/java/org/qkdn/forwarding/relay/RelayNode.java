package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One node of the relay: source, transit and destination of blocks, driven by its neighbours' messages and a clock.
 * Its methods ask the key management and so may block; call them on threads that may. Safe for concurrent use.
 */
public final class RelayNode {
    private final RelayContext node;
    private final RelayAnswers answers;
    private final RelayOnward onward;
    private final RelayArrival arrival;
    private final SupplyAnnouncements announcements;
    private final Executor work;

    /**
     * @param names node names for operators
     * @param timeout for a relay from here, and the most that a neighbour may ask this node to wait
     * @param clock nanoseconds from any start, never backwards
     * @param work for what follows from a passage of time
     */
    public RelayNode(
            UUID self,
            LinkKeys keys,
            Peers peers,
            Function<UUID, String> names,
            Duration timeout,
            LongSupplier clock,
            Executor work) {
        this.node = new RelayContext(
                self,
                new AtomicReference<>(RouteTable.EMPTY),
                keys,
                peers,
                new PendingRelays(),
                new RelayCounts(),
                names,
                timeout,
                clock);
        this.answers = new RelayAnswers(node);
        this.onward = new RelayOnward(node, answers);
        this.arrival = new RelayArrival(node, onward, answers);
        this.announcements = new SupplyAnnouncements(node);
        this.work = work;
    }

    /** Replaces the forwarding table; relays under way end as they would have. */
    public void configure(RouteTable table) {
        node.table().set(table);
        node.counts().retain(table.routes().stream().map(Route::linkId).toList());
    }

    public RouteTable table() {
        return node.table().get();
    }

    public RelayCounts counts() {
        return node.counts();
    }

    /** One line for an operator: why, and at which node. */
    public String describe(RelayOutcome.Failed failed) {
        return node.describe(failed);
    }

    /**
     * Relays a block to the other end of the link. The block may be wiped when the method returns; the outcome comes
     * once, possibly later and on another thread.
     *
     * @param allowed at most, if it is less than the node's own limit
     */
    public void relay(
            UUID linkId, UUID appId, UUID blockId, KeyBytes block, Duration allowed, Consumer<RelayOutcome> done) {
        if (block.length() != Ciphertext.LENGTH) {
            throw new IllegalArgumentException("a block has " + Ciphertext.LENGTH + " bytes, not " + block.length());
        }
        var route = table().route(linkId);
        if (route.isEmpty()) {
            done.accept(node.failedHere(FailureReason.LINK_UNKNOWN));
            return;
        }
        var direction = route.get().directionFrom(node.self());
        var hop = direction.flatMap(route.get()::onward);
        if (hop.isEmpty()) {
            refuse(linkId, FailureReason.NOT_AN_END, done);
            return;
        }
        var limit = allowed.compareTo(node.timeout()) < 0 ? allowed : node.timeout();
        onward.pass(
                new PendingRelay(
                        UUID.randomUUID(),
                        linkId,
                        direction.get(),
                        appId,
                        blockId,
                        hop.get(),
                        1,
                        node.clock().getAsLong() + limit.toNanos(),
                        new PendingRelay.Origin.Here(done)),
                block);
    }

    /** Hands the notice to the key management at the other end of its PHYS link; empty once that holds the keys. */
    public void announce(SupplyNotice notice, Consumer<Optional<FailureReason>> done) {
        announcements.announce(notice, done);
    }

    public void received(Peer peer, Message message) {
        switch (message) {
            case Message.Relay relay -> arrival.received(peer, relay);
            case Message.Acknowledgement ack -> answers.received(peer, ack, new RelayOutcome.Delivered());
            case Message.Refusal refusal ->
                answers.received(peer, refusal, new RelayOutcome.Failed(refusal.reason(), refusal.where()));
            case Message.Voided voided -> answers.received(peer, voided);
            case Message.Announcement announcement -> announcements.received(peer, announcement);
            case Message.AnnouncementReply reply -> announcements.received(peer, reply);
            case Message.Hello hello -> {
                // the transport's
            }
            case Message.Ping ping -> {
                // the transport's
            }
        }
    }

    /** Ends what waits for the neighbour, now that its answers cannot come any more. */
    public void neighbourLost(UUID nodeId) {
        end(node.pending().matching(relay -> relay.onward().nodeId().equals(nodeId)), FailureReason.NEIGHBOUR_DOWN);
        for (var relay : node.pending()
                .matching(relay -> relay.upstreamNode().filter(nodeId::equals).isPresent())) {
            if (node.pending().remove(relay)) {
                var failed = new RelayOutcome.Failed(FailureReason.NEIGHBOUR_DOWN, node.self());
                node.count(relay.linkId(), failed);
                answers.giveUpOnward(relay, failed.reason(), failed.where());
            }
        }
        announcements.neighbourLost(nodeId);
    }

    /** Ends what has waited too long; to be called several times a second. */
    public void expire() {
        var now = node.clock().getAsLong();
        end(node.pending().matching(relay -> relay.deadline() - now <= 0), FailureReason.TIMEOUT);
        announcements.expire(now);
    }

    /** Ends everything that is under way. */
    public void stop() {
        end(node.pending().matching(relay -> true), FailureReason.STOPPED);
        announcements.stop();
    }

    private void end(Iterable<PendingRelay> relays, FailureReason reason) {
        for (var relay : relays) {
            if (node.pending().remove(relay)) {
                work.execute(() -> {
                    answers.conclude(relay, node.failedHere(reason));
                    answers.giveUpOnward(relay, reason, node.self());
                });
            }
        }
    }

    private void refuse(UUID linkId, FailureReason reason, Consumer<RelayOutcome> done) {
        var failed = node.failedHere(reason);
        node.count(linkId, failed);
        done.accept(failed);
    }
}
