package org.qkdn.forwarding.relay;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One frame between neighbours. */
public sealed interface Message {

    /** A message under a one-time authentication tag. */
    sealed interface Tagged extends Message {
        HopHeader header();

        Tag tag();

        Tagged with(Tag newTag);
    }

    /** First frame in each direction; the nodes then speak the highest version both know. */
    record Hello(int lowestVersion, int highestVersion, UUID nodeId) implements Message {}

    /**
     * One block.
     *
     * @param timeLeftMillis for the rest of the path there and back
     */
    record Relay(HopHeader header, int timeLeftMillis, Ciphertext ciphertext, Tag tag) implements Tagged {
        @Override
        public Relay with(Tag newTag) {
            return new Relay(header, timeLeftMillis, ciphertext, newTag);
        }
    }

    /** ACK: the destination's key management holds the block durably. */
    record Acknowledgement(HopHeader header, Tag tag) implements Tagged {
        @Override
        public Acknowledgement with(Tag newTag) {
            return new Acknowledgement(header, newTag);
        }
    }

    /** NACK: the relay failed at the node {@code where}. */
    record Refusal(HopHeader header, FailureReason reason, UUID where, Tag tag) implements Tagged {
        @Override
        public Refusal with(Tag newTag) {
            return new Refusal(header, reason, where, newTag);
        }
    }

    /** VOID: the relay is given up. Without tag, for all it can do is that a block is burnt. */
    record Voided(HopHeader header, FailureReason reason, UUID where) implements Message {}

    /** ANNOUNCE: keys that the sender's key management has fetched for a PHYS link; names, no keys. */
    record Announcement(UUID requestId, UUID linkId, UUID blockId, int keySizeBits, List<String> keyIds)
            implements Message {
        public Announcement {
            keyIds = List.copyOf(keyIds);
        }
    }

    /** Both ends hold the announced block, or why not. */
    record AnnouncementReply(UUID requestId, Optional<FailureReason> refusal) implements Message {}

    /** Sent when nothing else was, so that a dead connection shows. */
    record Ping() implements Message {}
}
