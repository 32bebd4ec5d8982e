package org.qkdn.forwarding.relay;

import java.util.UUID;

/**
 * What every message of a relay says about itself; the tag covers all of it. Sender and receiver are those of this hop,
 * in the direction this message goes, so that no message can be reflected or sent on to another node.
 *
 * @param direction of the block, also in the messages that go back
 * @param hop 1 between the source and its neighbour; an answer repeats the number of the hop it answers on
 * @param pad from the leases of the sender; {@link PadName#NONE} in a message without tag
 */
public record HopHeader(
        UUID relayId,
        UUID linkId,
        Direction direction,
        int hop,
        UUID senderId,
        UUID receiverId,
        UUID appId,
        UUID blockId,
        PadName pad) {
    /** More hops than any path has: a message beyond runs in a circle. */
    public static final int MAX_HOPS = 64;

    public HopHeader {
        if (hop < 1 || hop > MAX_HOPS) {
            throw new IllegalArgumentException("hop out of range: " + hop);
        }
    }

    Lane lane() {
        return new Lane(linkId, direction);
    }

    /** The header of an answer on the same hop. */
    HopHeader answer(PadName answerPad) {
        return new HopHeader(
                relayId,
                linkId,
                direction,
                hop,
                /* senderId= */ receiverId,
                /* receiverId= */ senderId,
                appId,
                blockId,
                answerPad);
    }
}
