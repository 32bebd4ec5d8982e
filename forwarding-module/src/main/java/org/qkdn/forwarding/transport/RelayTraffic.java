package org.qkdn.forwarding.transport;

import java.util.UUID;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.Peer;

/** What the transport tells the relay, on threads that may block. */
public interface RelayTraffic {
    void received(Peer peer, Message message);

    void neighbourLost(UUID nodeId);
}
