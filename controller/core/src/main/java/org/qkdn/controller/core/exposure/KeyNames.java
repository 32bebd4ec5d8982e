package org.qkdn.controller.core.exposure;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.qkdn.controller.core.model.NodeName;

/** Asks nodes for the identifiers of keys; never for a key. */
@FunctionalInterface
public interface KeyNames {
    /**
     * Which keys of a service an end of a path had relayed over it, within a time by that node's clock. Fails with the reason,
     * as a sentence, where the node does not tell.
     *
     * @param limit most ranges in the answer, the earliest first
     */
    CompletableFuture<Names> relayed(NodeName end, UsedPath path, Instant from, Instant until, int limit);

    /**
     * Keys whose identifiers lie between these two, both included, in the order of their texts.
     *
     * @param at when they were relayed, by the node's clock
     */
    record Range(Instant at, UUID first, UUID last) {}

    /**
     * What a node told.
     *
     * @param since when the node's record begins
     * @param more whether there are more than asked for
     */
    record Names(List<Range> ranges, Instant since, boolean more) {
        public Names {
            ranges = List.copyOf(ranges);
        }
    }
}
