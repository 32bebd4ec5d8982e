package org.qkdn.forwarding.relay;

import java.util.UUID;

/**
 * Asks for key of a PHYS link to send with.
 *
 * @param most bytes of use
 * @param least bytes of use
 * @param priority 0..7, of the relay
 */
public record LeaseRequest(UUID physLinkId, int most, int least, Purpose purpose, int priority) {
    /** What the key is for. */
    public enum Purpose {
        BLOCK,
        /** May use the reserve too: what is under way can always end. */
        ANSWER
    }
}
