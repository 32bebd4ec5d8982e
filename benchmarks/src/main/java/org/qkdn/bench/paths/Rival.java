package org.qkdn.bench.paths;

import java.util.List;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.alg.shortestpath.BidirectionalDijkstraShortestPath;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.alg.shortestpath.YenKShortestPath;
import org.jgrapht.graph.Multigraph;
import org.qkdn.controller.core.path.RelayLink;
import org.qkdn.controller.core.path.RelayNode;

/**
 * JGraphT's ways to a path of fewest hops. It is spared the constraints: its graph holds only what they let through, and is
 * built beforehand.
 */
final class Rival {
    private final Graph<Integer, Integer> graph = new Multigraph<>(null, null, false);

    Rival(Networks.Sample sample, Demands demands) {
        for (int node = 0; node < sample.nodes().size(); node++) {
            RelayNode relay = sample.nodes().get(node);
            if (demands.mayRelay(relay)) {
                graph.addVertex(node);
            }
        }
        for (int link = 0; link < sample.links().size(); link++) {
            RelayLink each = sample.links().get(link);
            int a = demands.number(each.a());
            int b = demands.number(each.b());
            if (demands.mayUse(each) && graph.containsVertex(a) && graph.containsVertex(b)) {
                graph.addEdge(a, b, link);
            }
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
