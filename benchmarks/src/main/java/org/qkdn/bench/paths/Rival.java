package org.qkdn.bench.paths;

import java.util.List;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.alg.shortestpath.BidirectionalDijkstraShortestPath;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.alg.shortestpath.YenKShortestPath;
import org.jgrapht.graph.MaskSubgraph;
import org.jgrapht.graph.Multigraph;
import org.qkdn.controller.core.path.RelayLink;

/** JGraphT's ways to a path of fewest hops. */
final class Rival {
    private final Graph<Integer, Integer> graph;

    private Rival(Graph<Integer, Integer> graph) {
        this.graph = graph;
    }

    /** Sees the whole network, and lets JGraphT's own view of it keep off what the demand forbids, as it comes to it. */
    static Rival constrained(Networks.Sample sample, Demands demands) {
        boolean[] barred = new boolean[sample.nodes().size()];
        for (int node = 0; node < barred.length; node++) {
            barred[node] = !demands.mayRelay(sample.nodes().get(node));
        }
        LinkFigures figures = new LinkFigures(sample.links());
        return new Rival(
                new MaskSubgraph<>(whole(sample, demands), node -> barred[node], link -> !figures.allow(link)));
    }

    /** Is spared the constraints: its graph was built beforehand of what they let through. */
    static Rival spared(Networks.Sample sample, Demands demands) {
        Graph<Integer, Integer> graph = whole(sample, demands);
        for (int node = 0; node < sample.nodes().size(); node++) {
            if (!demands.mayRelay(sample.nodes().get(node))) {
                graph.removeVertex(node);
            }
        }
        for (int link = 0; link < sample.links().size(); link++) {
            if (!demands.mayUse(sample.links().get(link))) {
                graph.removeEdge(link);
            }
        }
        return new Rival(graph);
    }

    private static Graph<Integer, Integer> whole(Networks.Sample sample, Demands demands) {
        Graph<Integer, Integer> graph = new Multigraph<>(null, null, false);
        for (int node = 0; node < sample.nodes().size(); node++) {
            graph.addVertex(node);
        }
        for (int link = 0; link < sample.links().size(); link++) {
            RelayLink each = sample.links().get(link);
            graph.addEdge(demands.number(each.a()), demands.number(each.b()), link);
        }
        return graph;
    }

    /** In arrays, so that looking at them costs the rival no more than us. */
    private static final class LinkFigures {
        private final long[] residual;
        private final int[] qberPpm;
        private final long[] stored;
        private final boolean[] avoided;

        LinkFigures(List<RelayLink> links) {
            residual = links.stream().mapToLong(RelayLink::residual).toArray();
            qberPpm = links.stream()
                    .mapToInt(link -> link.qberPpm().orElseThrow())
                    .toArray();
            stored = links.stream()
                    .mapToLong(link -> link.storedBits().orElseThrow())
                    .toArray();
            avoided = new boolean[links.size()];
            for (int link = 0; link < avoided.length; link++) {
                avoided[link] = links.get(link).models().stream().anyMatch(model -> model.startsWith("Dan "));
            }
        }

        boolean allow(int link) {
            return residual[link] >= Demands.RATE
                    && qberPpm[link] <= Demands.MAX_QBER_PPM
                    && stored[link] >= Demands.MIN_STORED
                    && !avoided[link];
        }
    }

    GraphPath<Integer, Integer> dijkstra(int from, int to) {
        return new DijkstraShortestPath<>(graph).getPath(from, to);
    }

    GraphPath<Integer, Integer> bidirectional(int from, int to) {
        return new BidirectionalDijkstraShortestPath<>(graph).getPath(from, to);
    }

    GraphPath<Integer, Integer> breadthFirst(int from, int to) {
        return new BFSShortestPath<>(graph).getPath(from, to);
    }

    List<GraphPath<Integer, Integer>> yen(int from, int to, int count) {
        return new YenKShortestPath<>(graph).getPaths(from, to, count);
    }
}
