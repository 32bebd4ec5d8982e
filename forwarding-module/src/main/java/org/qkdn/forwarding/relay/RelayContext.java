package org.qkdn.forwarding.relay;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What the parts of a {@link RelayNode} share. */
record RelayContext(
        UUID self,
        AtomicReference<RouteTable> table,
        LinkKeys keys,
        Sessions sessions,
        PendingRelays pending,
        RelayCounts counts,
        RelayEvents events,
        Function<UUID, String> names,
        Duration timeout,
        LongSupplier clock,
        Executor work) {

    RelayOutcome.Failed failedHere(FailureReason reason) {
        return new RelayOutcome.Failed(reason, self);
    }

    void count(UUID linkId, int units, RelayOutcome outcome) {
        if (table.get().route(linkId).isEmpty()) {
            return;
        }
        switch (outcome) {
            case RelayOutcome.Delivered delivered -> {
                counts.relayed(linkId, units);
                events.relayed(linkId, units);
            }
            case RelayOutcome.Failed failed -> {
                counts.failed(linkId, units, describe(failed));
                events.failed(linkId, failed.reason());
            }
        }
    }

    String describe(RelayOutcome.Failed failed) {
        return failed.reason().text() + ", at " + names.apply(failed.where());
    }

    /** Destroys key that a message named which is refused unread, if it is the neighbour's to name. */
    void burn(Session session, PadName pad) {
        if (table.get()
                .neighbourAcross(pad.linkId())
                .filter(session.nodeId()::equals)
                .isEmpty()) {
            return;
        }
        if (session.leases().take(pad) instanceof KeyAnswer.Given<KeyBytes>(KeyBytes key)) {
            key.close();
        }
    }
}
