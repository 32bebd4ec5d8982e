package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One node of the relay: source, transit and destination of blocks, driven by its neighbours' messages and a clock. Safe
 * for concurrent use. {@link #relay} and {@link #received} ask the key management and so may block.
 */
public final class RelayNode {
    /** So often it is asked whether there are pads again where they lacked. */
    private static final Duration PROBE = Duration.ofMillis(500);

    private final RelayContext node;
    private final RelayAnswers answers;
    private final Credits credits;
    private final RelayOnward onward;
    private final RelayArrival arrival;
    private final SupplyAnnouncements announcements;
    private final RateLimits limits;
    private long probed;

    /** What a node is and what it runs on. */
    public record Surroundings(
            UUID self,
            LinkKeys keys,
            RateLimits limits,
            RelayEvents events,
            Function<UUID, String> names,
            Duration timeout,
            LongSupplier clock,
            Executor work) {}

    /** What is to be relayed: whole blocks over a link, for an application, with its priority of 0..7. */
    public record Request(UUID linkId, UUID appId, UUID blockId, int priority) {}

    /**
     * A node without links and neighbours. Of its surroundings: {@code names} of nodes are for operators, {@code timeout} is for a
     * relay from here, and the most that a neighbour may ask this node to wait; the {@code clock} counts nanoseconds from
     * any start, never backwards; {@code work} runs what may block.
     */
    public RelayNode(Surroundings around) {
        this.node = new RelayContext(
                around.self(),
                new AtomicReference<>(RouteTable.EMPTY),
                around.keys(),
                new Sessions(),
                new PendingRelays(),
                new RelayCounts(),
                around.events(),
                around.names(),
                around.timeout(),
                around.clock(),
                around.work());
        this.limits = around.limits();
        this.answers = new RelayAnswers(node);
        this.credits = new Credits(node);
        this.onward = new RelayOnward(node, answers, credits);
        this.arrival = new RelayArrival(node, onward, answers, credits);
        this.announcements = new SupplyAnnouncements(node);
    }

    /** Replaces the forwarding table; relays under way end as they would have. */
    public void configure(RouteTable table) {
        node.table().set(table);
        node.counts().retain(table.routes().stream().map(Route::linkId).toList());
        credits.refreshAll();
    }

    public RouteTable table() {
        return node.table().get();
    }

    public RelayCounts counts() {
        return node.counts();
    }

    /** Blocks that wait here for their turn, over all neighbours. */
    public long waitingBlocks() {
        return node.sessions().all().stream()
                .mapToLong(session -> session.outbound().waitingUnits())
                .sum();
    }

    /** One line for an operator: why, and at which node. */
    public String describe(RelayOutcome.Failed failed) {
        return node.describe(failed);
    }

    /**
     * Relays blocks to the other end of the link, and takes them over: they are wiped. The outcome comes once, possibly
     * later and on another thread.
     *
     * @param allowed at most, if it is less than the node's own limit
     */
    public void relay(Request request, KeyBytes blocks, Duration allowed, Consumer<RelayOutcome> done) {
        Ciphertext.requireBlocks(blocks.length());
        var outcome = blocked(request);
        if (outcome.isPresent()) {
            blocks.close();
            node.count(request.linkId(), blocks.length() / Ciphertext.UNIT, outcome.get());
            done.accept(outcome.get());
            return;
        }
        var route = table().route(request.linkId()).orElseThrow();
        var direction = route.directionFrom(node.self()).orElseThrow();
        var limit = allowed.compareTo(node.timeout()) < 0 ? allowed : node.timeout();
        long now = node.clock().getAsLong();
        onward.pass(
                new PendingRelay(
                        UUID.randomUUID(),
                        new Lane(request.linkId(), direction),
                        request.appId(),
                        request.blockId(),
                        route.onward(direction).orElseThrow(),
                        1,
                        blocks.length() / Ciphertext.UNIT,
                        now,
                        now + limit.toNanos(),
                        new PendingRelay.Origin.Here(done)),
                blocks,
                request.priority());
    }

    /** Why blocks would not arrive, as far as it is known before any pad is spent. */
    private Optional<RelayOutcome.Failed> blocked(Request request) {
        var route = table().route(request.linkId());
        if (route.isEmpty()) {
            return Optional.of(node.failedHere(FailureReason.LINK_UNKNOWN));
        }
        var direction = route.get().directionFrom(node.self());
        var hop = direction.flatMap(route.get()::onward);
        if (hop.isEmpty()) {
            return Optional.of(node.failedHere(FailureReason.NOT_AN_END));
        }
        return node.sessions()
                .with(hop.get().nodeId())
                .map(session -> session.outbound().obstacle(new Lane(request.linkId(), direction.get())))
                .orElse(Optional.of(node.failedHere(FailureReason.NEIGHBOUR_DOWN)));
    }

    /** Where blocks from here go over the link; nowhere, where it does not begin or end here. */
    public Optional<Route.Hop> onward(UUID linkId) {
        return table().route(linkId)
                .flatMap(route -> route.directionFrom(node.self()).flatMap(route::onward));
    }

    /** Hands the notice to the key management at the other end of its PHYS link; empty once that holds the keys. */
    public void announce(SupplyNotice notice, Consumer<Optional<FailureReason>> done) {
        announcements.announce(notice, done);
    }

    /** A connection to the neighbour stands; it takes the place of one before. Does not block. */
    public void connected(Peer peer) {
        node.sessions().with(peer.nodeId()).ifPresent(this::end);
        node.sessions().put(new Session(peer, node.keys(), limits, node.clock()));
        credits.refreshAll();
    }

    /** The connection is gone; ends what waits for the neighbour, whose answers cannot come any more. Does not block. */
    public void lost(Peer peer) {
        node.sessions().of(peer).ifPresent(this::end);
    }

    /** The connection takes blocks again. Does not block. */
    public void writable(Peer peer) {
        node.sessions().of(peer).ifPresent(onward::pump);
    }

    /** A grant. In the order in which they came; does not block. */
    public void granted(Peer peer, Message.Grant grant) {
        node.sessions().of(peer).ifPresent(session -> {
            var ended = session.outbound().granted(grant);
            grant.obstacle()
                    .ifPresent(failed -> node.work().execute(() -> ended.forEach(waiting -> end(waiting, failed))));
            credits.refresh(new Lane(grant.linkId(), grant.direction()));
            onward.pump(session);
        });
    }

    public void received(Peer peer, Message message) {
        var session = node.sessions().of(peer);
        if (session.isEmpty()) {
            return; // what it says was lost with its connection
        }
        switch (message) {
            case Message.Relay relay -> arrival.received(session.get(), relay);
            case Message.Acknowledgement ack -> answers.received(session.get(), ack, new RelayOutcome.Delivered());
            case Message.Refusal refusal ->
                answers.received(session.get(), refusal, new RelayOutcome.Failed(refusal.reason(), refusal.where()));
            case Message.Voided voided ->
                answers.received(session.get(), voided).ifPresent(relay -> discard(List.of(relay)));
            case Message.Grant grant -> granted(peer, grant);
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

    /** Ends what has waited too long and lets go on what waited for a rate or for pads; to be called often. */
    public void expire() {
        long now = node.clock().getAsLong();
        end(node.pending().matching(relay -> relay.deadline() - now <= 0), FailureReason.TIMEOUT);
        announcements.expire(now);
        boolean probe = now - probed >= PROBE.toNanos();
        if (probe) {
            probed = now;
        }
        for (var session : node.sessions().all()) {
            if (probe) {
                node.work().execute(() -> onward.probe(session));
            }
            onward.pump(session);
        }
        credits.refreshAll();
    }

    /** Ends everything that is under way. */
    public void stop() {
        end(node.pending().matching(relay -> true), FailureReason.STOPPED);
        node.sessions().all().forEach(session -> session.close(node.work()));
        announcements.stop();
    }

    private void end(Session session) {
        node.sessions().remove(session);
        session.close(node.work());
        session.outbound().close().forEach(onward::discard);
        var neighbour = session.nodeId();
        end(node.pending().matching(relay -> relay.onward().nodeId().equals(neighbour)), FailureReason.NEIGHBOUR_DOWN);
        var failed = node.failedHere(FailureReason.NEIGHBOUR_DOWN);
        for (var relay : node.pending().matching(relay -> relay.cameOver(session))) {
            if (node.pending().remove(relay)) {
                node.count(relay.linkId(), relay.units(), failed);
                answers.giveUpOnward(relay, failed.reason(), failed.where());
                discard(List.of(relay));
            }
        }
        announcements.neighbourLost(neighbour);
        credits.refreshAll();
    }

    private void end(List<PendingRelay> relays, FailureReason reason) {
        var ended = relays.stream().filter(node.pending()::remove).toList();
        discard(ended);
        for (var relay : ended) {
            node.work().execute(() -> {
                var failed = node.failedHere(
                        reason == FailureReason.TIMEOUT && !granted(relay) ? FailureReason.NOT_GRANTED : reason);
                answers.conclude(relay, failed);
                answers.giveUpOnward(relay, reason, node.self());
            });
        }
    }

    private void end(Waiting waiting, RelayOutcome.Failed failed) {
        onward.discard(waiting);
        if (node.pending().remove(waiting.relay())) {
            answers.conclude(waiting.relay(), failed);
        }
    }

    private boolean granted(PendingRelay relay) {
        return node.sessions()
                .with(relay.onward().nodeId())
                .filter(session -> session.outbound().isGranted(relay.lane()))
                .isPresent();
    }

    /** Takes the relays out of the queue, where they still wait for their turn. */
    private void discard(List<PendingRelay> ended) {
        for (var relay : ended) {
            node.sessions()
                    .with(relay.onward().nodeId())
                    .ifPresent(session -> session.outbound().remove(relay).forEach(onward::discard));
        }
    }
}
