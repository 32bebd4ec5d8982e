package org.qkdn.controller.core.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/**
 * Node-disjoint paths with the fewest links in all, as a flow of least cost: each node is split into an entry and an exit
 * joined by an arc of capacity one, and each round sends one unit more along a cheapest augmenting path (Suurballe,
 * Bhandari). O(count x nodes x links). Sees neither kinds nor the hop limit.
 */
final class DisjointFlow {
    private static final int NOTHING = -1;

    private final List<RelayLink> links;
    private final Map<NodeName, Integer> numbers = new HashMap<>();
    private final List<NodeName> names = new ArrayList<>();
    /** Arc {@code 2i + 1} is the way back of arc {@code 2i}. */
    private final List<Arc> arcs = new ArrayList<>();

    private final List<List<Integer>> leaving = new ArrayList<>();
    private final int source;
    private final int sink;

    private static final class Arc {
        private final int from;
        private final int to;
        private final int cost;
        /** Index of the link; {@link #NOTHING} within a node. */
        private final int link;

        private int room;

        private Arc(int from, int to, int cost, int link, int room) {
            this.from = from;
            this.to = to;
            this.cost = cost;
            this.link = link;
            this.room = room;
        }
    }

    DisjointFlow(List<RelayLink> links, RelayDemand demand) {
        this.links = links;
        source = exit(demand.from());
        sink = entry(demand.to());
        for (int i = 0; i < links.size(); i++) {
            RelayLink link = links.get(i);
            join(exit(link.a()), entry(link.b()), 1, i);
            join(exit(link.b()), entry(link.a()), 1, i);
        }
        numbers.forEach((node, number) -> {
            if (!node.equals(demand.from()) && !node.equals(demand.to())) {
                join(2 * number, 2 * number + 1, 0, NOTHING);
            }
        });
    }

    private int entry(NodeName node) {
        return 2
                * numbers.computeIfAbsent(node, unknown -> {
                    names.add(node);
                    leaving.add(new ArrayList<>());
                    leaving.add(new ArrayList<>());
                    return names.size() - 1;
                });
    }

    private int exit(NodeName node) {
        return entry(node) + 1;
    }

    private void join(int from, int to, int cost, int link) {
        leaving.get(from).add(arcs.size());
        arcs.add(new Arc(from, to, cost, link, 1));
        leaving.get(to).add(arcs.size());
        arcs.add(new Arc(to, from, -cost, link, 0));
    }

    Optional<List<KeyRelayPath>> find(int count) {
        for (int found = 0; found < count; found++) {
            if (!augment()) {
                return Optional.empty();
            }
        }
        List<KeyRelayPath> paths = new ArrayList<>();
        for (int first : leaving.get(source)) {
            if (isUsed(first)) {
                paths.add(path(first));
            }
        }
        return Optional.of(paths);
    }

    /** Bellman and Ford: ways back have negative cost. */
    private boolean augment() {
        int[] cost = new int[leaving.size()];
        int[] by = new int[leaving.size()];
        Arrays.fill(cost, Integer.MAX_VALUE);
        cost[source] = 0;
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int i = 0; i < arcs.size(); i++) {
                Arc arc = arcs.get(i);
                if (arc.room > 0 && cost[arc.from] != Integer.MAX_VALUE && cost[arc.from] + arc.cost < cost[arc.to]) {
                    cost[arc.to] = cost[arc.from] + arc.cost;
                    by[arc.to] = i;
                    changed = true;
                }
            }
        }
        if (cost[sink] == Integer.MAX_VALUE) {
            return false;
        }
        for (int at = sink; at != source; at = arcs.get(by[at]).from) {
            arcs.get(by[at]).room--;
            arcs.get(by[at] ^ 1).room++;
        }
        return true;
    }

    private boolean isUsed(int arc) {
        return arc % 2 == 0 && arcs.get(arc).room == 0;
    }

    private KeyRelayPath path(int first) {
        List<NodeName> nodes = new ArrayList<>(List.of(names.get(source / 2)));
        List<KeyAssociationLinkId> used = new ArrayList<>();
        int next = first;
        while (true) {
            Arc arc = arcs.get(next);
            if (arc.link != NOTHING) {
                nodes.add(names.get(arc.to / 2));
                used.add(links.get(arc.link).id());
            }
            if (arc.to == sink) {
                return new KeyRelayPath(nodes, used);
            }
            next = leaving.get(arc.to).stream().filter(this::isUsed).findFirst().orElseThrow();
        }
    }
}
