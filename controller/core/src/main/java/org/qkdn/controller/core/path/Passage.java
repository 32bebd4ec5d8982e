package org.qkdn.controller.core.path;

import java.util.Arrays;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.RelayRules;

/**
 * Which nodes and links of a graph a demand lets a path use. Links are judged when a search comes to them, for most searches
 * come to few. Nodes and links can be shut for a while; not for use by several threads.
 */
final class Passage {
    private static final int[] NONE = {};

    final RelayGraph graph;
    final RelayDemand demand;
    final int from;
    final int to;
    /** Numbers of the nodes to cross. */
    final int[] visit;

    final long[] quality;
    private final boolean[] shutNodes;
    private final boolean[] makeAllowed;
    private final boolean[] domainAllowed;
    private final int minTrust;
    private final long rate;
    private final int maxQberPpm;
    private final long minStored;
    /** Few, and mostly none. */
    private int[] shutLinks = NONE;

    Passage(RelayGraph graph, RelayDemand demand) {
        this.graph = graph;
        this.demand = demand;
        from = graph.number(demand.from());
        to = graph.number(demand.to());
        visit = visits(demand);
        quality = graph.quality(demand.rules().objective());
        LinkRules rules = demand.rules().links();
        rate = demand.rate();
        maxQberPpm = rules.maxQberPpm().orElse(Integer.MAX_VALUE);
        minStored = rules.minStoredBits();
        makeAllowed = new boolean[graph.makes.size()];
        for (int make = 0; make < makeAllowed.length; make++) {
            makeAllowed[make] = rules.allowsModels(graph.makes.get(make));
        }
        shutNodes = new boolean[graph.nodes.size()];
        RelayRules relays = demand.rules().relays();
        for (NodeName node : relays.avoid()) {
            int number = graph.number(node);
            if (number >= 0) {
                shutNodes[number] = true;
            }
        }
        minTrust = relays.minTrust();
        domainAllowed = new boolean[graph.domains.size()];
        if (isKnown()) {
            shutNodes[from] = false;
            shutNodes[to] = false;
            String fromDomain = graph.domains.get(graph.domain[from]);
            String toDomain = graph.domains.get(graph.domain[to]);
            for (int domain = 0; domain < domainAllowed.length; domain++) {
                domainAllowed[domain] = relays.domains().allows(graph.domains.get(domain), fromDomain, toDomain);
            }
        }
    }

    private int[] visits(RelayDemand demand) {
        return demand.rules().relays().visit().isEmpty()
                ? NONE
                : demand.rules().relays().visit().stream()
                        .filter(node -> !node.equals(demand.from()) && !node.equals(demand.to()))
                        .mapToInt(graph::number)
                        .sorted()
                        .toArray();
    }

    /** False where an end, or a node to cross, is joined to nothing or must not relay: then there is no path. */
    boolean isPossible() {
        return isKnown() && Arrays.stream(visit).noneMatch(node -> node < 0 || !isOpenNode(node));
    }

    private boolean isKnown() {
        return from >= 0 && to >= 0;
    }

    boolean isOpenNode(int node) {
        return !shutNodes[node]
                && ((graph.trust[node] >= minTrust && domainAllowed[graph.domain[node]]) || node == to || node == from);
    }

    boolean isOpenLink(int link) {
        return graph.residual[link] >= rate
                && graph.qberPpm[link] <= maxQberPpm
                && graph.stored[link] >= minStored
                && makeAllowed[graph.make[link]]
                && !isShut(link);
    }

    void shutNode(int node, boolean shut) {
        shutNodes[node] = shut;
    }

    private boolean isShut(int link) {
        for (int shut : shutLinks) {
            if (shut == link) {
                return true;
            }
        }
        return false;
    }

    /** These, and no others any more. */
    void shutLinks(int... links) {
        shutLinks = links;
    }

    /** The best quality of a link that is below a limit. */
    long bestBelow(long limit) {
        long best = Choice.ANY;
        for (int link = 0; link < quality.length; link++) {
            if (quality[link] < limit && isOpenLink(link)) {
                best = Math.max(best, quality[link]);
            }
        }
        return best;
    }

    boolean crossesAll(Way... ways) {
        return Arrays.stream(visit).allMatch(node -> Arrays.stream(ways)
                .anyMatch(way -> Arrays.stream(way.nodes).anyMatch(crossed -> crossed == node)));
    }
}
