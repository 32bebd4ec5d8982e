package org.qkdn.controller.core.model;

import java.util.Set;

/**
 * What the relay nodes of a path must keep to; its ends do not count.
 *
 * @param avoid nodes that must not relay
 * @param visit nodes that each path must cross; of several that have no relay node in common, one of them
 * @param minTrust lowest trust class, 0 to 7, that a relay node may have
 */
public record RelayRules(Set<NodeName> avoid, Set<NodeName> visit, DomainPolicy domains, int minTrust) {
    /** Each doubles the work of a search. */
    public static final int MOST_VISITS = 8;

    public static final RelayRules NONE = avoiding(Set.of());

    public RelayRules {
        avoid = Set.copyOf(avoid);
        visit = Set.copyOf(visit);
        if (visit.size() > MOST_VISITS) {
            throw new IllegalArgumentException(
                    visit.size() + " nodes are to be crossed, at most " + MOST_VISITS + " can be: name fewer");
        }
    }

    public static RelayRules avoiding(Set<NodeName> nodes) {
        return new RelayRules(nodes, Set.of(), DomainPolicy.ANY, 0);
    }

    public RelayRules withAvoid(Set<NodeName> nodes) {
        return new RelayRules(nodes, visit, domains, minTrust);
    }

    public RelayRules withVisit(Set<NodeName> nodes) {
        return new RelayRules(avoid, nodes, domains, minTrust);
    }
}
