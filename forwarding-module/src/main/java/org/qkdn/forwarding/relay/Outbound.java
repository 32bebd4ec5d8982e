package org.qkdn.forwarding.relay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What waits for one connection, and what the neighbour there has granted. */
final class Outbound {
    /** Relays of one lane that may wait. */
    static final int MAX_WAITING = 128;
    /** Lanes of which a neighbour may grant: more than a node has. */
    static final int MAX_LANES = 16_384;

    private final FairQueue<Lane, Waiting> queue = new FairQueue<>();
    private final Map<Lane, Credit> credits = new HashMap<>();
    private final RateLimits limits;
    private final LongSupplier clock;
    private final TokenBucket bucket;
    private boolean closed;

    /** What a lane may send, in blocks since the connection began. */
    private static final class Credit {
        final TokenBucket bucket;
        boolean granted;
        long limit;
        long sent;
        Optional<RelayOutcome.Failed> obstacle = Optional.empty();
        /** No pads for the lane's last relay. */
        Optional<Waiting> padless = Optional.empty();

        Credit(TokenBucket bucket) {
            this.bucket = bucket;
        }
    }

    Outbound(RateLimits limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
        this.bucket = new TokenBucket(limits.neighbourBitsPerSecond(), clock.getAsLong());
    }

    /** Empty where it waits now, else why not. */
    synchronized Optional<FailureReason> add(Waiting waiting) {
        var lane = waiting.relay().lane();
        if (closed) {
            return Optional.of(FailureReason.NEIGHBOUR_DOWN);
        }
        if (queue.entries(lane) >= MAX_WAITING) {
            return Optional.of(FailureReason.BUSY);
        }
        queue.add(lane, waiting);
        return Optional.empty();
    }

    /** Takes nothing any more; returns what waited. */
    synchronized List<Waiting> close() {
        closed = true;
        return queue.remove(waiting -> true);
    }

    /** The relay whose turn it is, of those that credit and policy let go; it counts as sent. */
    synchronized Optional<Waiting> next() {
        long now = clock.getAsLong();
        if (!bucket.open(now)) {
            return Optional.empty();
        }
        var next = queue.poll((lane, waiting) -> {
            var credit = credits.get(lane);
            return credit != null && credit.sent + waiting.units() <= credit.limit && credit.bucket.open(now);
        });
        next.ifPresent(waiting -> {
            var credit = credits.get(waiting.relay().lane());
            credit.sent += waiting.units();
            credit.bucket.take(waiting.bits());
            bucket.take(waiting.bits());
        });
        return next;
    }

    /** The relay was not sent after all. */
    synchronized void notSent(Waiting waiting, boolean forLackOfPads) {
        var credit = credits.get(waiting.relay().lane());
        credit.sent -= waiting.units();
        if (forLackOfPads) {
            credit.padless = Optional.of(waiting);
        }
    }

    synchronized void sent(Waiting waiting) {
        credits.get(waiting.relay().lane()).padless = Optional.empty();
    }

    /** The relays for which there were no pads: whether there are now, is to be asked for them. */
    synchronized List<Waiting> padless() {
        return credits.values().stream()
                .flatMap(credit -> credit.padless.stream())
                .toList();
    }

    synchronized void padsAgain(Lane lane) {
        credits.get(lane).padless = Optional.empty();
    }

    /** Notes a grant; what waits in a lane that leads nowhere now is taken out and returned. */
    synchronized List<Waiting> granted(Message.Grant grant) {
        var lane = new Lane(grant.linkId(), grant.direction());
        var credit = credits.get(lane);
        if (credit == null) {
            if (credits.size() >= MAX_LANES) {
                return List.of();
            }
            credit = new Credit(new TokenBucket(limits.linkBitsPerSecond(), clock.getAsLong()));
            credits.put(lane, credit);
        }
        credit.granted = true;
        credit.limit = Math.max(credit.limit, grant.limit());
        credit.obstacle = grant.obstacle();
        return credit.obstacle.isPresent() ? queue.remove(lane, waiting -> true) : List.of();
    }

    /** The one that waits for this relay, if it still does. */
    synchronized List<Waiting> remove(PendingRelay relay) {
        return queue.remove(relay.lane(), waiting -> waiting.relay().equals(relay));
    }

    synchronized boolean isGranted(Lane lane) {
        var credit = credits.get(lane);
        return credit != null && credit.granted;
    }

    /** Why nothing goes over the lane, as the neighbour said. */
    synchronized Optional<RelayOutcome.Failed> obstacle(Lane lane) {
        return Optional.ofNullable(credits.get(lane)).flatMap(credit -> credit.obstacle);
    }

    synchronized boolean lacksPads(Lane lane) {
        var credit = credits.get(lane);
        return credit != null && credit.padless.isPresent();
    }

    /** Blocks that the lane may still send. */
    synchronized long room(Lane lane) {
        var credit = credits.get(lane);
        return credit == null ? 0 : credit.limit - credit.sent;
    }

    synchronized long waitingUnits() {
        return queue.units();
    }

    synchronized int waitingLanes() {
        return queue.lanes();
    }
}
