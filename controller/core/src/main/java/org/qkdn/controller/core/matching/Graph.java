package org.qkdn.controller.core.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.qkdn.controller.core.matching.MaximumWeightMatching.Edge;

/**
 * Edges worth choosing, as arrays. Each edge is two darts, 2e and 2e+1, one from either end; so a dart's opposite is its number
 * with the last bit flipped.
 */
final class Graph {
    /** Duals are sums of a few doubled weights. */
    private static final long MAX_WEIGHT = 1L << 58;

    private static final Comparator<Edge> BY_ENDS_HEAVIEST_FIRST = Comparator.comparingInt(
                    (Edge edge) -> Math.min(edge.a(), edge.b()))
            .thenComparingInt(edge -> Math.max(edge.a(), edge.b()))
            .thenComparing(Edge::weight, Comparator.reverseOrder());

    private final int vertices;
    private final int[] heads;
    private final long[] weights;
    private final int[] first;
    private final int[] darts;

    static Graph of(int vertices, Collection<Edge> edges) {
        List<Edge> kept = new ArrayList<>();
        for (Edge edge : edges.stream()
                .filter(edge -> edge.weight() > 0)
                .sorted(BY_ENDS_HEAVIEST_FIRST)
                .toList()) {
            check(vertices, edge);
            if (kept.isEmpty() || !sameEnds(kept.getLast(), edge)) {
                kept.add(edge);
            }
        }
        return new Graph(vertices, kept);
    }

    private static void check(int vertices, Edge edge) {
        if (edge.a() >= vertices || edge.b() >= vertices) {
            throw new IllegalArgumentException(edge + " leads out of the graph of " + vertices + " vertices");
        }
        if (edge.weight() > Math.min(MAX_WEIGHT, Long.MAX_VALUE / vertices)) {
            throw new IllegalArgumentException(edge + " is too heavy: sums of weights must fit into 64 bits");
        }
    }

    private static boolean sameEnds(Edge one, Edge other) {
        return Math.min(one.a(), one.b()) == Math.min(other.a(), other.b())
                && Math.max(one.a(), one.b()) == Math.max(other.a(), other.b());
    }

    private Graph(int vertices, List<Edge> edges) {
        this.vertices = vertices;
        heads = new int[2 * edges.size()];
        weights = new long[edges.size()];
        first = new int[vertices + 1];
        for (int edge = 0; edge < edges.size(); edge++) {
            Edge each = edges.get(edge);
            heads[2 * edge] = Math.max(each.a(), each.b());
            heads[2 * edge + 1] = Math.min(each.a(), each.b());
            weights[edge] = each.weight();
        }
        for (int head : heads) {
            first[head + 1]++;
        }
        for (int vertex = 0; vertex < vertices; vertex++) {
            first[vertex + 1] += first[vertex];
        }
        darts = new int[heads.length];
        int[] next = first.clone();
        for (int dart = 0; dart < heads.length; dart++) {
            darts[next[tail(dart)]++] = dart;
        }
    }

    int vertices() {
        return vertices;
    }

    int head(int dart) {
        return heads[dart];
    }

    int tail(int dart) {
        return heads[dart ^ 1];
    }

    long weight(int dart) {
        return weights[dart >> 1];
    }

    /** The darts that leave a vertex are {@code dart(i)} for i from {@code first(vertex)} to below {@code first(vertex + 1)}. */
    int first(int vertex) {
        return first[vertex];
    }

    int dart(int index) {
        return darts[index];
    }

    /** @param chosen for each vertex the dart that leaves it, or -1 */
    MaximumWeightMatching matching(int[] chosen) {
        List<Edge> edges = new ArrayList<>();
        long total = 0;
        for (int dart : chosen) {
            if (dart >= 0 && tail(dart) < head(dart)) {
                edges.add(new Edge(tail(dart), head(dart), weight(dart)));
                total += weight(dart);
            }
        }
        return new MaximumWeightMatching(edges, total);
    }
}
