package org.qkdn.forwarding.relay;

import java.util.Optional;
import java.util.UUID;

/**
 * This node's part in a link's path: an end has one neighbour on it, a transit node two.
 *
 * @param previous towards the first node
 * @param next towards the last node
 */
public record Route(UUID linkId, UUID firstNodeId, UUID lastNodeId, Optional<Hop> previous, Optional<Hop> next) {

    /** A neighbour on the path and the PHYS link whose keys cover the way to it. */
    public record Hop(UUID nodeId, UUID physLinkId) {}

    /** Where a block goes from here; empty at its destination. */
    Optional<Hop> onward(Direction direction) {
        return direction == Direction.FORWARD ? next : previous;
    }

    /** Where a block comes from; empty at its source. */
    Optional<Hop> backward(Direction direction) {
        return direction == Direction.FORWARD ? previous : next;
    }

    UUID source(Direction direction) {
        return direction == Direction.FORWARD ? firstNodeId : lastNodeId;
    }

    UUID destination(Direction direction) {
        return direction == Direction.FORWARD ? lastNodeId : firstNodeId;
    }

    /** The direction of the blocks that start at the node, if it is an end. */
    Optional<Direction> directionFrom(UUID nodeId) {
        if (nodeId.equals(firstNodeId)) {
            return Optional.of(Direction.FORWARD);
        }
        return nodeId.equals(lastNodeId) ? Optional.of(Direction.BACKWARD) : Optional.empty();
    }
}
