package org.qkdn.controller.core.path;

import java.util.Arrays;

/**
 * Fewest hops from each node to the goal that cross all nodes that are to be crossed and have not been yet, loops allowed:
 * no path without loops can do with less. O(links x 2 to the number of nodes to cross).
 */
final class Distances {
    static final int FAR = Integer.MAX_VALUE / 8;

    private final Passage passage;
    private final int[] bits;
    private final int all;
    /** Of each set of nodes that were crossed already, of each node. */
    private final int[][] hops;

    Distances(Passage passage, int from, long atLeast) {
        this.passage = passage;
        bits = new int[passage.graph.nodes.size()];
        for (int i = 0; i < passage.visit.length; i++) {
            bits[passage.visit[i]] = 1 << i;
        }
        all = (1 << passage.visit.length) - 1;
        hops = new int[all + 1][bits.length];
        for (int[] ofSet : hops) {
            Arrays.fill(ofSet, FAR);
        }
        measure(from, atLeast);
    }

    private void measure(int from, long atLeast) {
        RelayGraph graph = passage.graph;
        int[] queue = new int[hops.length * bits.length];
        int count = 0;
        hops[all][passage.to] = 0;
        queue[count++] = all * bits.length + passage.to;
        for (int i = 0; i < count; i++) {
            int node = queue[i] % bits.length;
            int crossed = queue[i] / bits.length;
            for (int arc = graph.first[node]; arc < graph.first[node + 1]; arc++) {
                int before = graph.target[arc];
                int via = graph.via[arc];
                if ((passage.isOpenNode(before) || before == from)
                        && before != passage.to
                        && passage.isOpenLink(via)
                        && passage.quality[via] >= atLeast) {
                    for (int set : new int[] {crossed, crossed & ~bits[node]}) {
                        if ((set & bits[before]) == bits[before] && hops[set][before] == FAR) {
                            hops[set][before] = hops[crossed][node] + 1;
                            queue[count++] = set * bits.length + before;
                        }
                    }
                }
            }
        }
    }

    /** The set with a node added to it, where that is one of those to cross. */
    int cross(int crossed, int node) {
        return crossed | bits[node];
    }

    int all() {
        return all;
    }

    int hops(int crossed, int node) {
        return hops[crossed][node];
    }
}
