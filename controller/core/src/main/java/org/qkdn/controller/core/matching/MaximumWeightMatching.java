package org.qkdn.controller.core.matching;

import java.util.Collection;
import java.util.List;

/**
 * Edges of which no two share a vertex and that together weigh the most. It need not touch every vertex: an edge that weighs
 * nothing is never chosen. Exact; the same graph has the same matching each time, in whatever order its edges are named.
 *
 * @param weight of all chosen edges
 */
public record MaximumWeightMatching(List<Edge> edges, long weight) {
    public MaximumWeightMatching {
        edges = List.copyOf(edges);
    }

    /** Vertices count from 0. */
    public record Edge(int a, int b, long weight) {
        public Edge {
            if (a < 0 || b < 0 || a == b) {
                throw new IllegalArgumentException("an edge joins two vertices, not " + a + " and " + b);
            }
        }
    }

    /**
     * Where the vertices fall into two sides, such as transmitters and receivers, by shortest augmenting paths; else, with
     * transceivers among them, by blossoms.
     *
     * @param vertices how many there are
     * @param edges of two edges that join the same vertices the heavier counts
     * @throws IllegalArgumentException where an edge leads to no vertex, or weighs so much that sums overflow
     */
    public static MaximumWeightMatching of(int vertices, Collection<Edge> edges) {
        Graph graph = Graph.of(vertices, edges);
        int[] darts = Sides.of(graph)
                .map(sides -> new BipartiteMatching(graph, sides).darts())
                .orElseGet(() -> new GeneralMatching(graph).darts());
        return graph.matching(darts);
    }
}
