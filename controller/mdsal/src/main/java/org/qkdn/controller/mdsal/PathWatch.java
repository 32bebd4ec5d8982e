package org.qkdn.controller.mdsal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.exposure.Crossing;
import org.qkdn.controller.core.model.NodeName;

/** Remembers over which paths keys could travel. */
public interface PathWatch {
    /** Told of each new state before anybody is told what it decides; when this returns, what matters is safe, or cannot be. */
    void decided(NetworkState state, Instant now);

    /** What crossed a node in that time, bounds included. */
    Recorded of(NodeName node, Instant begin, Instant end);

    /**
     * What is remembered.
     *
     * @param since when the record begins: of what was before it says nothing
     * @param unsafe what of it a crash would lose, and why
     */
    record Recorded(List<Crossing> crossings, Instant since, Optional<String> unsafe) {
        public Recorded {
            crossings = List.copyOf(crossings);
        }
    }
}
