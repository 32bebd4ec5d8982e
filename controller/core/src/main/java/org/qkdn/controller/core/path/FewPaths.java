package org.qkdn.controller.core.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The paths of fewest hops where there are few: all of so many hops, then all of one more, until there are enough. In small
 * networks that takes half as long as to divide and search ({@link Alternatives}); in large ones there may be no end of paths of
 * the same length, so it gives up after a number of steps.
 */
final class FewPaths {
    /** Networks of more nodes are not worth the try. */
    static final int MOST_NODES = 128;

    private static final int MOST_STEPS = 1500;
    private static final int FAR = Integer.MAX_VALUE / 2;

    private final Passage passage;
    private final RelayGraph graph;
    /** Hops from each node to the goal, at least. */
    private final int[] distance;

    private final int[] nodes;
    private final int[] links;
    private final boolean[] taken;
    private final List<Way> ways = new ArrayList<>();
    private int reached;
    private int steps;

    FewPaths(Passage passage) {
        this.passage = passage;
        graph = passage.graph;
        int size = graph.nodes.size();
        distance = new int[size];
        nodes = new int[size];
        links = new int[size];
        taken = new boolean[size];
        measure();
    }

    /** As many as asked for or there are, in no order, and more where some have as many hops; empty where it gave up. */
    Optional<List<Way>> find(int count) {
        nodes[0] = passage.from;
        taken[passage.from] = true;
        int most = Math.min(passage.demand.rules().maxHops(), reached - 1);
        for (int hops = distance[passage.from]; hops <= most && ways.size() < count; hops++) {
            extend(0, hops, Long.MAX_VALUE);
        }
        return steps > MOST_STEPS ? Optional.empty() : Optional.of(ways);
    }

    private void measure() {
        Arrays.fill(distance, FAR);
        distance[passage.to] = 0;
        int[] queue = new int[distance.length];
        queue[reached++] = passage.to;
        for (int i = 0; i < reached; i++) {
            int node = queue[i];
            for (int arc = graph.first[node]; arc < graph.first[node + 1]; arc++) {
                int next = graph.target[arc];
                if (distance[next] == FAR && passage.isOpenNode(next) && passage.isOpenLink(graph.via[arc])) {
                    distance[next] = distance[node] + 1;
                    queue[reached++] = next;
                }
            }
        }
    }

    private void extend(int hop, int left, long width) {
        int node = nodes[hop];
        for (int arc = graph.first[node]; arc < graph.first[node + 1] && steps <= MOST_STEPS; arc++) {
            int next = graph.target[arc];
            int link = graph.via[arc];
            steps++;
            // the goal is where a path ends, not on its way
            if (distance[next] < left
                    && !taken[next]
                    && (distance[next] > 0 || left == 1)
                    && passage.isOpenLink(link)) {
                long narrowest = Math.min(width, passage.quality[link]);
                nodes[hop + 1] = next;
                links[hop] = link;
                if (left == 1) {
                    ways.add(new Way(Arrays.copyOf(nodes, hop + 2), Arrays.copyOf(links, hop + 1), narrowest));
                } else {
                    taken[next] = true;
                    extend(hop + 1, left - 1, narrowest);
                    taken[next] = false;
                }
            }
        }
    }
}
