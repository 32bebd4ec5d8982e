package org.qkdn.forwarding.transport;

import java.util.UUID;

/**
 * Whether a neighbour is connected.
 *
 * @param reason why it is not; empty where it is
 */
public record NeighbourStatus(UUID nodeId, boolean connected, String reason) {}
