package org.qkdn.controller.core.path;

import java.util.Arrays;
import java.util.List;

/**
 * How good the worst link of the best path is, whatever its hops. What can be reached from either end grows by turns over the
 * best links that lead out of it, until the two meet, so every link is looked at once from each end at most: O(links x log
 * links), and mostly far less. Keeps its arrays from search to search; not for use by several threads.
 */
final class Bottleneck {
    private final RelayGraph graph;
    private final Region start;
    private final Region goal;
    private final List<Region> both;
    private Passage passage;
    private long bar;

    /** What can be reached from one end over links that are at least as good as the bar, and what leads on from there. */
    private static final class Region {
        private final boolean[] reached;
        private final int[] nodes;
        private int count;
        private int explored;
        /** A heap, the best first: nodes beyond, and the quality of the link there. */
        private int[] beyond = new int[64];

        private long[] quality = new long[64];
        private int size;

        Region(int nodes) {
            reached = new boolean[nodes];
            this.nodes = new int[nodes];
        }

        void restart(int end) {
            for (int i = 0; i < count; i++) {
                reached[nodes[i]] = false;
            }
            count = 0;
            explored = 0;
            size = 0;
            add(end);
        }

        void add(int node) {
            reached[node] = true;
            nodes[count++] = node;
        }

        /** Quality of the best link that leads out; {@link Choice#ANY} where none does. */
        long best() {
            while (size > 0 && reached[beyond[0]]) {
                remove();
            }
            return size == 0 ? Choice.ANY : quality[0];
        }

        /** Whether all that a bar lets through is explored. */
        boolean isExhausted(long bar) {
            return explored == count && best() < bar;
        }

        void put(int node, long of) {
            if (size == beyond.length) {
                beyond = Arrays.copyOf(beyond, 2 * size);
                quality = Arrays.copyOf(quality, 2 * size);
            }
            int at = size++;
            while (at > 0 && quality[(at - 1) / 2] < of) {
                beyond[at] = beyond[(at - 1) / 2];
                quality[at] = quality[(at - 1) / 2];
                at = (at - 1) / 2;
            }
            beyond[at] = node;
            quality[at] = of;
        }

        /** The node beyond the best link. */
        int remove() {
            int first = beyond[0];
            int node = beyond[--size];
            long of = quality[size];
            int at = 0;
            for (int child = 1; child < size; child = 2 * at + 1) {
                if (child + 1 < size && quality[child + 1] > quality[child]) {
                    child++;
                }
                if (quality[child] <= of) {
                    break;
                }
                beyond[at] = beyond[child];
                quality[at] = quality[child];
                at = child;
            }
            beyond[at] = node;
            quality[at] = of;
            return first;
        }
    }

    Bottleneck(RelayGraph graph) {
        this.graph = graph;
        start = new Region(graph.nodes.size());
        goal = new Region(graph.nodes.size());
        both = List.of(start, goal);
    }

    /** From a node, which may be shut, to the demand's destination; {@link Choice#ANY} also where there is no path. */
    long best(Passage within, int from, long enough) {
        passage = within;
        bar = enough;
        start.restart(from);
        goal.restart(within.to);
        while (true) {
            for (Region region : both) {
                if (region.isExhausted(bar)) {
                    // no path leaves it over a better link
                    bar = region.best();
                    if (bar == Choice.ANY) {
                        return bar;
                    }
                }
            }
            boolean fromStart = start.explored <= goal.explored;
            if (fromStart ? explore(start, goal) : explore(goal, start)) {
                return bar;
            }
        }
    }

    /** From one node more; whether the other region is met. */
    private boolean explore(Region region, Region other) {
        if (region.explored == region.count) {
            int next = region.remove();
            if (other.reached[next]) {
                return true;
            }
            region.add(next);
        }
        int node = region.nodes[region.explored++];
        for (int arc = graph.first[node]; arc < graph.first[node + 1]; arc++) {
            int next = graph.target[arc];
            int link = graph.via[arc];
            if (!region.reached[next] && passage.isOpenLink(link) && isOpenNode(next)) {
                if (passage.quality[link] < bar) {
                    region.put(next, passage.quality[link]);
                } else if (other.reached[next]) {
                    return true;
                } else {
                    region.add(next);
                }
            }
        }
        return false;
    }

    private boolean isOpenNode(int node) {
        return passage.isOpenNode(node) || node == start.nodes[0];
    }
}
