package org.qkdn.agent.desired;

import java.util.List;
import java.util.Optional;

/** A link over trusted nodes, as seen by one node of its path. */
public record VirtLink(
        String id, boolean enabled, LinkEnd local, LinkEnd remote, Optional<String> previousHop, List<String> nextHops)
        implements Link {
    public VirtLink {
        nextHops = List.copyOf(nextHops);
    }

    /** The hop towards the last node; several are refused before they become configuration. */
    public Optional<String> nextHop() {
        return nextHops.stream().findFirst();
    }
}
