package org.qkdn.bench.pairing;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jgrapht.alg.matching.MaximumWeightBipartiteMatching;
import org.jgrapht.alg.matching.blossom.v5.KolmogorovWeightedMatching;
import org.jgrapht.alg.matching.blossom.v5.ObjectiveSense;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;
import org.jgrapht.util.SupplierUtil;
import org.qkdn.controller.core.matching.MaximumWeightMatching.Edge;

/** JGraphT's matchers; its graph is built beforehand and costs it nothing. */
final class Rival {
    private final int modules;
    private final SimpleWeightedGraph<Integer, DefaultWeightedEdge> graph = new SimpleWeightedGraph<>(
            SupplierUtil.createIntegerSupplier(), SupplierUtil.createDefaultWeightedEdgeSupplier());

    Rival(int modules, List<Edge> edges) {
        this.modules = modules;
        for (int module = 0; module < modules; module++) {
            var ignored = graph.addVertex();
        }
        edges.forEach(edge -> graph.setEdgeWeight(graph.addEdge(edge.a(), edge.b()), (double) edge.weight()));
    }

    long bipartite() {
        return (long) new MaximumWeightBipartiteMatching<>(graph, every(0), every(1))
                .getMatching()
                .getWeight();
    }

    private Set<Integer> every(int remainder) {
        return IntStream.range(0, modules)
                .filter(module -> module % 2 == remainder)
                .boxed()
                .collect(Collectors.toSet());
    }

    long general() {
        return (long) new KolmogorovWeightedMatching<>(graph, ObjectiveSense.MAXIMIZE)
                .getMatching()
                .getWeight();
    }
}
