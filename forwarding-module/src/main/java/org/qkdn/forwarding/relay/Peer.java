package org.qkdn.forwarding.relay;

import java.util.UUID;

/** A neighbour that is connected now. */
public interface Peer {
    UUID nodeId();

    /** Version of the protocol agreed with it. */
    int version();

    /** Queues the message without blocking; false where the queue is full or the connection is gone. */
    boolean send(Message message);
}
