package org.qkdn.forwarding.relay;

import java.util.LinkedHashSet;
import java.util.UUID;

/**
 * The last relay ids that arrived here under a right tag. The first defence against replay is that a pad is given once;
 * this one stops a neighbour that sends the same relay again under a fresh pad.
 */
final class ReplayWindow {
    static final int SIZE = 65_536;

    private final LinkedHashSet<UUID> seen = new LinkedHashSet<>();

    /** False where the id was seen before. */
    synchronized boolean admit(UUID relayId) {
        if (!seen.add(relayId)) {
            return false;
        }
        if (seen.size() > SIZE) {
            seen.removeFirst();
        }
        return true;
    }
}
