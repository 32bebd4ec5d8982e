package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What the parts of a {@link RelayNode} share. */
record RelayContext(
        UUID self,
        AtomicReference<RouteTable> table,
        LinkKeys keys,
        Peers peers,
        PendingRelays pending,
        RelayCounts counts,
        Function<UUID, String> names,
        Duration timeout,
        LongSupplier clock) {

    RelayOutcome.Failed failedHere(FailureReason reason) {
        return new RelayOutcome.Failed(reason, self);
    }

    void count(UUID linkId, RelayOutcome outcome) {
        if (table.get().route(linkId).isEmpty()) {
            return;
        }
        switch (outcome) {
            case RelayOutcome.Delivered delivered -> counts.relayed(linkId);
            case RelayOutcome.Failed failed -> counts.failed(linkId, describe(failed));
        }
    }

    String describe(RelayOutcome.Failed failed) {
        return failed.reason().text() + ", at " + names.apply(failed.where());
    }

    /** Destroys a pad that a message named which is refused unread, if it is the neighbour's to name. */
    void burn(Peer peer, PadSlice pad) {
        if (pad.length() == 0
                || table.get()
                        .neighbourAcross(pad.linkId())
                        .filter(peer.nodeId()::equals)
                        .isEmpty()) {
            return;
        }
        if (keys.take(pad) instanceof KeyAnswer.Given<KeyBytes> given) {
            given.value().close();
        }
    }
}
