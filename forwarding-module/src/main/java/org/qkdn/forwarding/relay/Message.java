package org.qkdn.forwarding.relay;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One frame between neighbours. */
public sealed interface Message {
    int MAX_PRIORITY = 7;

    /** A message under a one-time authentication tag. */
    sealed interface Tagged extends Message {
        HopHeader header();

        Tag tag();

        Tagged with(Tag newTag);
    }

    /** First frame in each direction; the nodes then speak the highest version both know. */
    record Hello(int lowestVersion, int highestVersion, UUID nodeId) implements Message {}

    /**
     * Blocks on their way.
     *
     * @param timeLeftMillis for the rest of the path there and back
     * @param priority 0..7, of the application; 7 is served best
     */
    record Relay(HopHeader header, int timeLeftMillis, int priority, Ciphertext ciphertext, Tag tag) implements Tagged {
        public Relay {
            if (priority < 0 || priority > MAX_PRIORITY) {
                throw new IllegalArgumentException("priority is not in 0..7: " + priority);
            }
        }

        @Override
        public Relay with(Tag newTag) {
            return new Relay(header, timeLeftMillis, priority, ciphertext, newTag);
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

    /**
     * GRANT: what the receiver may send over a lane.
     *
     * @param limit blocks of 512 bytes since the connection began; never less than in a grant before
     * @param obstacle why nothing sent over the lane could arrive now
     */
    record Grant(UUID linkId, Direction direction, long limit, Optional<RelayOutcome.Failed> obstacle)
            implements Message {
        public Grant {
            if (limit < 0) {
                throw new IllegalArgumentException("limit is negative: " + limit);
            }
        }
    }

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
