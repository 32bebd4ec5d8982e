package org.qkdn.controller.core.path;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/**
 * Widest-shortest relay path: fewest hops, then the widest bottleneck, then the smallest names, so that the same network
 * always gives the same path. A hop-bounded dynamic program from the destination, O(hops x links).
 */
public final class RelayPathSearch {
    private final Map<NodeName, List<RelayLink>> adjacent = new HashMap<>();
    private final RelayDemand demand;

    private RelayPathSearch(Collection<RelayLink> links, RelayDemand demand) {
        this.demand = demand;
        for (RelayLink link : links) {
            if (demand.mayUse(link)) {
                adjacent.computeIfAbsent(link.a(), node -> new ArrayList<>()).add(link);
                adjacent.computeIfAbsent(link.b(), node -> new ArrayList<>()).add(link);
            }
        }
    }

    /** Empty where no path of at most {@code maxHops} links has the rate left. */
    public static Optional<KeyRelayPath> find(Collection<RelayLink> links, RelayDemand demand) {
        return new RelayPathSearch(links, demand).find();
    }

    private Optional<KeyRelayPath> find() {
        // widths.get(h): for each node exactly h hops from the destination, its widest bottleneck over h hops
        List<Map<NodeName, Long>> widths = new ArrayList<>();
        Map<NodeName, Long> reached = new HashMap<>();
        Map<NodeName, Long> frontier = Map.of(demand.to(), Long.MAX_VALUE);
        while (!frontier.isEmpty() && !frontier.containsKey(demand.from()) && widths.size() < demand.maxHops()) {
            widths.add(frontier);
            reached.putAll(frontier);
            frontier = widen(frontier, reached);
        }
        return frontier.containsKey(demand.from())
                ? Optional.of(follow(widths, frontier.get(demand.from())))
                : Optional.empty();
    }

    /** Nodes one hop farther out; those reached with fewer hops cannot be on a shortest path again. */
    private Map<NodeName, Long> widen(Map<NodeName, Long> frontier, Map<NodeName, Long> reached) {
        Map<NodeName, Long> next = new HashMap<>();
        frontier.forEach((node, width) -> {
            for (RelayLink link : adjacent.getOrDefault(node, List.of())) {
                NodeName outer = link.opposite(node);
                if (!reached.containsKey(outer)) {
                    next.merge(outer, Math.min(width, link.residual()), Math::max);
                }
            }
        });
        return next;
    }

    private KeyRelayPath follow(List<Map<NodeName, Long>> widths, long bottleneck) {
        List<NodeName> nodes = new ArrayList<>(List.of(demand.from()));
        List<KeyAssociationLinkId> links = new ArrayList<>();
        NodeName here = demand.from();
        for (int hops = widths.size() - 1; hops >= 0; hops--) {
            Map<NodeName, Long> inner = widths.get(hops);
            NodeName node = here;
            RelayLink link = adjacent.get(node).stream()
                    .filter(candidate -> candidate.residual() >= bottleneck)
                    .filter(candidate -> inner.containsKey(candidate.opposite(node))
                            && inner.get(candidate.opposite(node)) >= bottleneck)
                    .min(Comparator.comparing((RelayLink candidate) -> candidate.opposite(node))
                            .thenComparing(RelayLink.WIDEST_FIRST))
                    .orElseThrow();
            here = link.opposite(here);
            nodes.add(here);
            links.add(link.id());
        }
        return new KeyRelayPath(nodes, links);
    }
}
