package org.qkdn.forwarding.relay;

import java.util.UUID;

/** A neighbour over one connection. */
public interface Peer {
    UUID nodeId();

    /** Whether the connection takes more blocks now; once it does again, it says so to {@link RelayNode#writable}. */
    boolean writable();

    /** Queues the message without blocking, to be sent at the next {@link #flush}; false where the connection is gone. */
    boolean queue(Message message);

    void flush();

    /** Queues and flushes. */
    default boolean send(Message message) {
        boolean queued = queue(message);
        flush();
        return queued;
    }
}
