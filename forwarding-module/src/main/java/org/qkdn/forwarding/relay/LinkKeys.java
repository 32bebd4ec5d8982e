package org.qkdn.forwarding.relay;

import java.util.Optional;
import java.util.UUID;

/** The node's key management as the relay needs it. Calls block, but not for longer than a relay may take. */
public interface LinkKeys {
    /** A range from the blocks this node owns, as long as can be had within the request; burnt before the answer. */
    KeyAnswer<Lease> lease(LeaseRequest request);

    /** The lease a neighbour named; it is burnt before the answer, whatever becomes of the messages under it. */
    KeyAnswer<KeyBytes> take(PadSlice slice);

    /** Stores blocks that arrived here; empty once they are durable, else why not. */
    Optional<FailureReason> store(Arrived arrived, KeyBytes blocks);

    /** Fetches the keys a neighbour announced; empty once this end holds them, else why not. */
    Optional<FailureReason> announced(SupplyNotice notice);

    /** What the key management must know of blocks to find their place. */
    record Arrived(UUID linkId, UUID appId, UUID blockId, UUID sourceNodeId) {}
}
