package org.qkdn.forwarding.transport;

import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.Peer;

/** What the transport tells the node; all but {@link #received} on the connection's own thread, which must not block. */
public interface RelayTraffic {
    /** Before anything else of the connection. */
    void connected(Peer peer);

    void lost(Peer peer, String why);

    /** The connection takes blocks again. */
    void writable(Peer peer);

    /** In the order in which they came. */
    void granted(Peer peer, Message.Grant grant);

    /** On a thread that may block. */
    void received(Peer peer, Message message);

    /** A connection was turned away, or a neighbour's ended because it broke the protocol. */
    void refused(String commonName, String address, String why);
}
