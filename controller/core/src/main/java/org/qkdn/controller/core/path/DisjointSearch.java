package org.qkdn.controller.core.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/**
 * Disjoint paths where the hop limit binds, or kinds matter: then no fast method is known (the problem is NP-hard), so sets
 * are tried one after another, those with the fewest links in all first. Gives up after {@link #MOST_STEPS}: far more than
 * the QKD networks that exist need, and a bound to what one decision may cost.
 */
final class DisjointSearch {
    private static final int MOST_STEPS = 50_000;
    private static final int FAR = Integer.MAX_VALUE / 8;

    private final List<RelayLink> links;
    private final RelayDemand demand;
    private final int count;
    private final Map<NodeName, List<Integer>> adjacent = new HashMap<>();
    private final Map<NodeName, Integer> distance = new HashMap<>();

    private final List<KeyRelayPath> done = new ArrayList<>();
    private final Set<NodeName> visited = new HashSet<>();
    /** The path, by number, that each kind belongs to. */
    private final Map<String, Integer> owners = new HashMap<>();

    private int allowed;
    private int steps;
    private boolean moreWouldHelp;

    /** {@code links} are those that may be used, the preferred ones first. */
    DisjointSearch(List<RelayLink> links, RelayDemand demand, int count) {
        this.links = links;
        this.demand = demand;
        this.count = count;
        for (int i = 0; i < links.size(); i++) {
            adjacent.computeIfAbsent(links.get(i).a(), node -> new ArrayList<>())
                    .add(i);
            adjacent.computeIfAbsent(links.get(i).b(), node -> new ArrayList<>())
                    .add(i);
        }
        measure();
    }

    private void measure() {
        List<NodeName> frontier = List.of(demand.to());
        for (int hops = 0; !frontier.isEmpty(); hops++) {
            List<NodeName> next = new ArrayList<>();
            for (NodeName node : frontier) {
                if (distance.putIfAbsent(node, hops) == null) {
                    adjacent.getOrDefault(node, List.of())
                            .forEach(link -> next.add(links.get(link).opposite(node)));
                }
            }
            frontier = next;
        }
    }

    /** {@code fewest}: no set has fewer links than that. */
    Optional<List<KeyRelayPath>> find(int fewest) {
        moreWouldHelp = true;
        for (allowed = fewest; moreWouldHelp && steps < MOST_STEPS; allowed++) {
            moreWouldHelp = false;
            if (begin(0, -1)) {
                return Optional.of(List.copyOf(done));
            }
        }
        return Optional.empty();
    }

    /** Starts the next path; by a later first link than that of the path before, for their order means nothing. */
    private boolean begin(int used, int firstLink) {
        return done.size() == count
                || extend(new ArrayList<>(List.of(demand.from())), new ArrayList<>(), used, firstLink);
    }

    private boolean extend(List<NodeName> nodes, List<Integer> path, int used, int before) {
        NodeName here = nodes.getLast();
        if (here.equals(demand.to())) {
            done.add(new KeyRelayPath(nodes, ids(path)));
            if (begin(used, path.getFirst())) {
                return true;
            }
            done.removeLast();
            return false;
        }
        for (int link : adjacent.getOrDefault(here, List.of())) {
            if (steps < MOST_STEPS && (!path.isEmpty() || link > before)) {
                steps++;
                if (isOpen(link, here, path, used + 1) && follow(link, nodes, path, used + 1, before)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean follow(int link, List<NodeName> nodes, List<Integer> path, int used, int before) {
        NodeName there = links.get(link).opposite(nodes.getLast());
        Optional<String> claimed = links.get(link).kind().filter(kind -> owners.putIfAbsent(kind, done.size()) == null);
        boolean relay = !there.equals(demand.to()) && visited.add(there);
        nodes.add(there);
        path.add(link);
        boolean found = extend(nodes, path, used, before);
        path.removeLast();
        nodes.removeLast();
        if (relay) {
            visited.remove(there);
        }
        claimed.ifPresent(owners::remove);
        return found;
    }

    private boolean isOpen(int index, NodeName here, List<Integer> path, int used) {
        RelayLink link = links.get(index);
        NodeName there = link.opposite(here);
        int left = distance.getOrDefault(there, FAR);
        if (there.equals(demand.from())
                || visited.contains(there)
                || path.size() + 1 + left > demand.maxHops()
                || link.kind()
                        .filter(kind -> owners.getOrDefault(kind, done.size()) != done.size())
                        .isPresent()) {
            return false;
        }
        int least = used + left + (count - done.size() - 1) * distance.getOrDefault(demand.from(), FAR);
        moreWouldHelp |= least > allowed && left < FAR;
        return least <= allowed;
    }

    private List<KeyAssociationLinkId> ids(List<Integer> path) {
        return path.stream().map(link -> links.get(link).id()).toList();
    }
}
