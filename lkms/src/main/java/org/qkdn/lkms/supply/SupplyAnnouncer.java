package org.qkdn.lkms.supply;

import org.qkdn.node.v1.SupplyAnnouncement;

/** Tells the neighbour which keys make a new block, by way of the forwarding modules. */
@FunctionalInterface
public interface SupplyAnnouncer {
    /** Waits until the neighbour has the block too, or tells why it has not. */
    Outcome announce(SupplyAnnouncement announcement);

    /** Outcome of one announcement. */
    sealed interface Outcome {
        record Confirmed() implements Outcome {}

        /** Where it was unreachable, trying again costs nothing. */
        record Failed(String reason, boolean unreachable) implements Outcome {}
    }
}
