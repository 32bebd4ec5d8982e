package org.qkdn.agent.desired;

import java.util.Optional;

/** One end of a link: its node and, for a physical link, the QKD module there. */
public record LinkEnd(Optional<String> nodeId, Optional<Long> interfaceId) {
    /** Whether nothing that is known of both tells them apart. */
    public boolean canBe(LinkEnd other) {
        return agree(nodeId, other.nodeId) && agree(interfaceId, other.interfaceId);
    }

    private static <T> boolean agree(Optional<T> one, Optional<T> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }
}
