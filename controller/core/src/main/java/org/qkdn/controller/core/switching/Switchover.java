package org.qkdn.controller.core.switching;

import java.time.Instant;
import java.util.Optional;
import org.qkdn.controller.core.pairing.Pairing;

/**
 * How far a new pair of switched modules has come.
 *
 * @param turn which switchover of the network this is; tells its timers from those before
 * @param begun by the controller's clock, where it was known
 * @param late whether its time is over
 */
public record Switchover(Pairing.Made pair, int turn, Stage stage, Optional<Instant> begun, boolean late) {
    /** In this order; back to the first where a switch loses a connection. */
    public enum Stage {
        /** Modules rest while the switches on the way connect them. */
        CONNECTING,
        /** The switches report to connect them; the mirrors come to rest. */
        SETTLING,
        /** Modules have light, and are told to find each other. */
        LOCKING
    }

    public Switchover at(Stage other) {
        return new Switchover(pair, turn, other, begun, late);
    }

    /** The first time that is known counts. */
    public Switchover begunAt(Optional<Instant> now) {
        return begun.isPresent() ? this : new Switchover(pair, turn, stage, now, late);
    }

    public Switchover overdue() {
        return new Switchover(pair, turn, stage, begun, true);
    }
}
