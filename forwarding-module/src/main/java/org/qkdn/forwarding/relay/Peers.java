package org.qkdn.forwarding.relay;

import java.util.Optional;
import java.util.UUID;

/** The neighbours that are connected now. */
public interface Peers {
    Optional<Peer> connected(UUID nodeId);
}
