package org.qkdn.controller.core.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sets of paths for which no fast method is known, for the problem is NP-hard: where the hop limit binds, paths must keep
 * off shared risks, nodes are to be crossed, or rates to be summed. Tries one set after another, those with the fewest
 * links in all first, and leaves out what {@link Distances} show to be hopeless. Gives up after {@link #MOST_STEPS}: far
 * more than the QKD networks that exist need, and a bound to what one decision may cost.
 */
final class SetSearch {
    private static final int MOST_STEPS = 50_000;
    /** Beyond any set of paths. */
    private static final int MOST_HOPS = Distances.FAR;

    private static final int NOBODY = -1;

    private final Passage passage;
    private final RelayGraph graph;
    private final int count;
    private final boolean sharesRelays;
    private final int[][] risks;
    private final Need need;

    /** The path, by number, that each node, link and risk belongs to. */
    private final int[] nodeOwners;

    private final int[] linkOwners;
    private final int[] riskOwners;
    private final int[] nodes;
    private final int[] links;

    private final List<Way> done = new ArrayList<>();
    private Distances distances;
    private int source;
    private long bar;
    private int allowed;
    private int nextAllowed;
    private int steps;

    /**
     * Rate that all paths together must have, in bits per second.
     *
     * @param widest rate that no path exceeds
     */
    record Need(long rate, long widest) {
        static final Need NONE = new Need(0, 0);

        boolean isWithinReach(long gained, long current, int pathsLeft) {
            return rate <= 0 || gained + current + pathsLeft * widest >= rate;
        }
    }

    /** @param risks of each link */
    SetSearch(Passage passage, int count, boolean sharesRelays, int[][] risks, Need need) {
        this.passage = passage;
        this.graph = passage.graph;
        this.count = count;
        this.sharesRelays = sharesRelays;
        this.risks = risks;
        this.need = need;
        nodeOwners = new int[graph.nodes.size()];
        linkOwners = new int[graph.links()];
        riskOwners = new int
                [1 + Arrays.stream(risks).flatMapToInt(Arrays::stream).max().orElse(0)];
        nodes = new int[graph.nodes.size() + 1];
        links = new int[graph.nodes.size()];
    }

    /**
     * The set of fewest hops.
     *
     * @param fewest hops in all: no set has less
     * @param mostHops that it may have
     */
    Trial<WaySet> fewestHops(int from, long atLeast, int fewest, int mostHops) {
        source = from;
        bar = atLeast;
        steps = 0;
        distances = new Distances(passage, from, atLeast);
        Arrays.fill(nodeOwners, NOBODY);
        Arrays.fill(linkOwners, NOBODY);
        Arrays.fill(riskOwners, NOBODY);
        done.clear();
        nodes[0] = from;
        nextAllowed = fewest;
        while (nextAllowed <= Math.min(mostHops, MOST_HOPS) && steps < MOST_STEPS) {
            allowed = nextAllowed;
            nextAllowed = Integer.MAX_VALUE;
            if (begin(0, 0, crossed(from), graph.first[from] - 1)) {
                return new Trial.Found<>(new WaySet(done));
            }
        }
        return new Trial.Missed<>(passage.bestBelow(atLeast));
    }

    /** Whether the search ended for its bound, so that what it did not find may be there all the same. */
    boolean gaveUp() {
        return steps >= MOST_STEPS;
    }

    /** What was crossed before a path that begins in the middle of another, whose nodes are shut. */
    private int crossed(int from) {
        int crossed = distances.cross(0, from);
        for (int node : passage.visit) {
            crossed = passage.isOpenNode(node) ? crossed : distances.cross(crossed, node);
        }
        return crossed;
    }

    /** Starts the next path; by a later first link than that of the path before, for their order means nothing. */
    private boolean begin(int used, long gained, int crossed, int before) {
        if (done.size() == count) {
            return crossed == distances.all() && gained >= need.rate();
        }
        return extend(0, used, gained, Long.MAX_VALUE, sharesRelays ? crossed(source) : crossed, before + 1);
    }

    private boolean extend(int hops, int used, long gained, long rate, int crossed, int firstArc) {
        int here = nodes[hops];
        if (here == passage.to) {
            return end(hops, used, gained + (need.rate() > 0 ? rate : 0), crossed);
        }
        for (int arc = hops == 0 ? firstArc : graph.first[here]; arc < graph.first[here + 1]; arc++) {
            if (steps >= MOST_STEPS) {
                return false;
            }
            steps++;
            long narrower = Math.min(rate, graph.residual[graph.via[arc]]);
            if (isOpen(arc)
                    && isPromising(arc, hops + 1, used + 1, crossed)
                    && need.isWithinReach(gained, narrower, count - done.size() - 1)
                    && follow(arc, hops, used + 1, gained, narrower, crossed)) {
                return true;
            }
        }
        return false;
    }

    private boolean end(int hops, int used, long gained, int crossed) {
        long width = Long.MAX_VALUE;
        for (int hop = 0; hop < hops; hop++) {
            width = Math.min(width, passage.quality[links[hop]]);
        }
        int[] ownNodes = Arrays.copyOf(nodes, hops + 1);
        int[] ownLinks = Arrays.copyOf(links, hops);
        done.add(new Way(ownNodes, ownLinks, width));
        if (begin(used, gained, crossed, arc(ownLinks[0]))) {
            return true;
        }
        done.removeLast();
        System.arraycopy(ownNodes, 0, nodes, 0, hops + 1);
        System.arraycopy(ownLinks, 0, links, 0, hops);
        return false;
    }

    private int arc(int link) {
        int arc = graph.first[source];
        while (graph.via[arc] != link) {
            arc++;
        }
        return arc;
    }

    private boolean follow(int arc, int hops, int used, long gained, long rate, int crossed) {
        int link = graph.via[arc];
        int there = graph.target[arc];
        int path = done.size();
        int nodeOwner = nodeOwners[there];
        nodeOwners[there] = path;
        linkOwners[link] = path;
        int[] claimed = claim(risks[link], path);
        nodes[hops + 1] = there;
        links[hops] = link;
        boolean found = extend(hops + 1, used, gained, rate, distances.cross(crossed, there), 0);
        for (int risk : claimed) {
            riskOwners[risk] = NOBODY;
        }
        linkOwners[link] = NOBODY;
        nodeOwners[there] = nodeOwner;
        return found;
    }

    private int[] claim(int[] wanted, int path) {
        int[] claimed =
                Arrays.stream(wanted).filter(risk -> riskOwners[risk] == NOBODY).toArray();
        for (int risk : claimed) {
            riskOwners[risk] = path;
        }
        return claimed;
    }

    private boolean isOpen(int arc) {
        int link = graph.via[arc];
        int there = graph.target[arc];
        if (there == source
                || linkOwners[link] != NOBODY
                || !passage.isOpenNode(there)
                || !passage.isOpenLink(link)
                || passage.quality[link] < bar) {
            return false;
        }
        if (there != passage.to && (sharesRelays ? nodeOwners[there] == done.size() : nodeOwners[there] != NOBODY)) {
            return false;
        }
        for (int risk : risks[link]) {
            if (riskOwners[risk] != NOBODY && riskOwners[risk] != done.size()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the path over this arc can still be short enough, and the set. */
    private boolean isPromising(int arc, int hops, int used, int crossed) {
        int there = graph.target[arc];
        int pathsLeft = count - done.size() - 1;
        int left = distances.hops(
                pathsLeft == 0 || sharesRelays ? distances.cross(crossed, there) : distances.all(), there);
        int least = used + left + pathsLeft * distances.hops(distances.all(), source);
        if (left >= Distances.FAR || hops + left > passage.demand.rules().maxHops()) {
            return false;
        }
        if (least > allowed) {
            nextAllowed = Math.min(nextAllowed, least);
            return false;
        }
        return true;
    }
}
