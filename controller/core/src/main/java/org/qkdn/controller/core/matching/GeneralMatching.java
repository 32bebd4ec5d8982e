package org.qkdn.controller.core.matching;

/**
 * Vertices join one after the other, and each time the matching is the best of those that have joined. Prices prove it: none is
 * negative, those of the two ends of an edge and of all blossoms it lies in are at least its weight, those of a chosen edge
 * just that, and a vertex that is left over costs nothing (Edmonds 1965). All prices and times are doubled, which keeps them
 * whole.
 */
final class GeneralMatching {
    private final Graph graph;
    private final Blossoms blossoms;
    private final Prices prices;

    GeneralMatching(Graph graph) {
        this.graph = graph;
        blossoms = new Blossoms(graph);
        prices = new Prices(graph, blossoms);
    }

    /** For each vertex the dart that leaves it to its partner, or -1. */
    int[] darts() {
        boolean[] joined = new boolean[graph.vertices()];
        for (int vertex = 0; vertex < graph.vertices(); vertex++) {
            joined[vertex] = true;
            prices.open(vertex, opening(vertex, joined));
            new TreeSearch(graph, blossoms, prices, joined, vertex).run();
        }
        return blossoms.matched();
    }

    private long opening(int vertex, boolean[] joined) {
        long opening = 0;
        for (int i = graph.first(vertex); i < graph.first(vertex + 1); i++) {
            int dart = graph.dart(i);
            if (joined[graph.head(dart)]) {
                opening = Math.max(opening, 2 * graph.weight(dart) - prices.of(graph.head(dart)));
            }
        }
        return opening;
    }
}
