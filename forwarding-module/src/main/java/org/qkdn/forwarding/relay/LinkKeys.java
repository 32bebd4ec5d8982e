package org.qkdn.forwarding.relay;

import java.util.Optional;
import java.util.UUID;

/** The node's key management as the relay needs it. Calls block, but not for longer than a relay may take. */
public interface LinkKeys {
    /** A pad from the blocks this node owns; it is burnt before the answer. */
    KeyAnswer<AllottedPad> allot(UUID physLinkId, int length);

    /** The pad a neighbour named; it is burnt before the answer, whatever becomes of the message. */
    KeyAnswer<KeyBytes> take(PadSlice slice);

    /** Stores a block that arrived here; empty once it is durable, else why not. */
    Optional<FailureReason> store(UUID appId, UUID blockId, UUID sourceNodeId, KeyBytes block);

    /** Fetches the keys a neighbour announced; empty once this end holds them, else why not. */
    Optional<FailureReason> announced(SupplyNotice notice);
}
