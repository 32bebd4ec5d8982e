package org.qkdn.forwarding.transport;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of the connection to one neighbour. */
final class NeighbourLink {
    private static final Logger LOG = LoggerFactory.getLogger(NeighbourLink.class);

    private final Neighbour neighbour;
    private Optional<ConnectedPeer> peer = Optional.empty();
    private boolean wasConnected;
    private String reason = "not connected yet";

    NeighbourLink(Neighbour neighbour) {
        this.neighbour = neighbour;
    }

    Neighbour neighbour() {
        return neighbour;
    }

    synchronized NeighbourStatus status() {
        return new NeighbourStatus(neighbour.id(), peer.isPresent(), peer.isPresent() ? "" : reason);
    }

    /** The newer connection stands: the neighbour has given up the older one, though we may not know yet. */
    synchronized void adopt(ConnectedPeer newer) {
        peer.ifPresent(ConnectedPeer::close);
        peer = Optional.of(newer);
        wasConnected = true;
        LOG.info("neighbour {} connected", neighbour.name());
    }

    /** True where this was the standing connection. */
    synchronized boolean lost(ConnectedPeer older, String why) {
        if (peer.isEmpty() || peer.get() != older) {
            return false;
        }
        peer = Optional.empty();
        reason = why;
        LOG.info("neighbour {} lost: {}", neighbour.name(), why);
        return true;
    }

    /** Whether a connection stood since the last call. */
    synchronized boolean takeWasConnected() {
        var before = wasConnected;
        wasConnected = false;
        return before;
    }

    /** A try to connect failed. */
    synchronized void failed(String why) {
        if (!why.equals(reason)) {
            LOG.info("neighbour {} not connected: {}", neighbour.name(), why);
        }
        reason = why;
    }

    synchronized void close() {
        peer.ifPresent(ConnectedPeer::close);
    }
}
