package org.qkdn.forwarding.relay;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What came of the blocks that began, passed or ended here, per link, since the node started. */
public final class RelayCounts {
    private final Map<UUID, Count> byLink = new TreeMap<>();

    /**
     * Counts of one link.
     *
     * @param lastFailure for an operator; empty where none failed
     */
    public record Count(long relayed, long failed, String lastFailure) {
        static final Count NONE = new Count(0, 0, "");
    }

    synchronized void relayed(UUID linkId, int blocks) {
        var count = byLink.getOrDefault(linkId, Count.NONE);
        byLink.put(linkId, new Count(count.relayed() + blocks, count.failed(), count.lastFailure()));
    }

    synchronized void failed(UUID linkId, int blocks, String failure) {
        var count = byLink.getOrDefault(linkId, Count.NONE);
        byLink.put(linkId, new Count(count.relayed(), count.failed() + blocks, failure));
    }

    public synchronized Count of(UUID linkId) {
        return byLink.getOrDefault(linkId, Count.NONE);
    }

    /** Forgets the links that are configured no more. */
    synchronized void retain(java.util.Collection<UUID> linkIds) {
        byLink.keySet().retainAll(linkIds);
    }
}
