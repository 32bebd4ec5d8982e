package org.qkdn.controller.core.model;

import java.util.Set;

/**
 * What relay paths must keep to, and which are best.
 *
 * @param maxHops most links that a path may have
 */
public record PathRules(int maxHops, LinkRules links, RelayRules relays, Objective objective) {
    public PathRules {
        if (maxHops < 1) {
            throw new IllegalArgumentException("a path has at least one hop: " + maxHops);
        }
    }

    /** Few relay nodes, and not these. */
    public static PathRules of(int maxHops, Set<NodeName> avoid) {
        return new PathRules(maxHops, LinkRules.NONE, RelayRules.avoiding(avoid), Objective.FEWEST_TRUSTED_NODES);
    }

    public PathRules with(RelayRules other) {
        return new PathRules(maxHops, links, other, objective);
    }
}
