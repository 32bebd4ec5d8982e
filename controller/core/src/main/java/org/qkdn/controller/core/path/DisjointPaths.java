package org.qkdn.controller.core.path;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qkdn.controller.core.model.KeyAssociationLinkId;

/**
 * Several relay paths between the same two nodes that have no relay node, no link and no kind of link in common, with the
 * fewest links in all; wide links are preferred where this leaves a choice. Without a hop limit that binds and without
 * kinds this is a flow of least cost, found at once; with them it is searched for ({@link DisjointSearch}).
 */
public final class DisjointPaths {
    private DisjointPaths() {}

    /**
     * Finds a set, or tells that there is none: never fewer than were asked for. A single path is that of
     * {@link RelayPathSearch}.
     */
    public static Optional<List<KeyRelayPath>> find(Collection<RelayLink> links, RelayDemand demand, int count) {
        if (count == 1) {
            return RelayPathSearch.find(links, demand).map(List::of);
        }
        List<RelayLink> usable = links.stream()
                .filter(demand::mayUse)
                .sorted(RelayLink.WIDEST_FIRST)
                .toList();
        Optional<List<KeyRelayPath>> cheapest = new DisjointFlow(usable, demand).find(count);
        return cheapest.isEmpty() || isFit(cheapest.get(), usable, demand)
                ? cheapest
                : new DisjointSearch(usable, demand, count).find(hops(cheapest.get()));
    }

    private static int hops(List<KeyRelayPath> paths) {
        return paths.stream().mapToInt(path -> path.links().size()).sum();
    }

    private static boolean isFit(List<KeyRelayPath> paths, List<RelayLink> links, RelayDemand demand) {
        Set<String> taken = new HashSet<>();
        for (KeyRelayPath path : paths) {
            Set<KeyAssociationLinkId> used = new HashSet<>(path.links());
            Set<String> kinds = new HashSet<>();
            links.stream().filter(link -> used.contains(link.id())).forEach(link -> link.kind()
                    .ifPresent(kinds::add));
            if (path.links().size() > demand.maxHops() || kinds.stream().anyMatch(taken::contains)) {
                return false;
            }
            taken.addAll(kinds);
        }
        return true;
    }
}
