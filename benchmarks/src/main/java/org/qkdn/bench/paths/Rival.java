package org.qkdn.bench.paths;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.alg.shortestpath.BidirectionalDijkstraShortestPath;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.alg.shortestpath.YenKShortestPath;
import org.jgrapht.graph.MaskSubgraph;
import org.jgrapht.graph.Multigraph;
import org.qkdn.controller.core.path.RelayLink;

/** JGraphT's ways to a path of fewest hops, and from there to the widest of those. */
final class Rival {
    private final Graph<Integer, Integer> graph;
    private final LinkFigures figures;

    private Rival(Graph<Integer, Integer> graph, LinkFigures figures) {
        this.graph = graph;
        this.figures = figures;
    }

    /** Of a path: links, and rate left on the narrowest; none where there is no path. */
    record Answer(int hops, long width) {
        static final Answer NONE = new Answer(0, 0);
    }

    /** Sees the whole network, and lets JGraphT's own view of it keep off what the demand forbids, as it comes to it. */
    static Rival constrained(Networks.Sample sample, Demands demands) {
        boolean[] barred = new boolean[sample.nodes().size()];
        for (int node = 0; node < barred.length; node++) {
            barred[node] = !demands.mayRelay(sample.nodes().get(node));
        }
        LinkFigures figures = new LinkFigures(sample.links());
        return new Rival(
                new MaskSubgraph<>(whole(sample, demands), node -> barred[node], link -> !figures.allow(link)),
                figures);
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
        return new Rival(graph, new LinkFigures(sample.links()));
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
        /** Rates that links have left, each once. */
        private final long[] rates;
        /** What every link must have left. */
        private long bar = Demands.RATE;

        LinkFigures(List<RelayLink> links) {
            residual = links.stream().mapToLong(RelayLink::residual).toArray();
            rates = Arrays.stream(residual).sorted().distinct().toArray();
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
            return residual[link] >= bar
                    && qberPpm[link] <= Demands.MAX_QBER_PPM
                    && stored[link] >= Demands.MIN_STORED
                    && !avoided[link];
        }
    }

    /**
     * The widest of the paths of fewest hops: as JGraphT has no way to the narrowest link of a path, its way to fewest hops
     * again and again, over links that have more left, until one hop more is needed. Bars are halved between what the last path
     * has and what the ends' links have.
     */
    Answer widest(int from, int to, BiFunction<Integer, Integer, GraphPath<Integer, Integer>> fewestHops) {
        figures.bar = Demands.RATE;
        GraphPath<Integer, Integer> path = fewestHops.apply(from, to);
        if (path == null) {
            return Answer.NONE;
        }
        int hops = path.getLength();
        long width = width(path);
        int above = rank(width) + 1;
        int most = rank(Math.min(widestAt(from), widestAt(to)));
        while (above <= most) {
            int middle = (above + most) >>> 1;
            figures.bar = figures.rates[middle];
            GraphPath<Integer, Integer> wider = fewestHops.apply(from, to);
            if (wider != null && wider.getLength() == hops) {
                width = width(wider);
                above = rank(width) + 1;
            } else {
                most = middle - 1;
            }
        }
        figures.bar = Demands.RATE;
        return new Answer(hops, width);
    }

    private int rank(long rate) {
        return Arrays.binarySearch(figures.rates, rate);
    }

    private long width(GraphPath<Integer, Integer> path) {
        long width = Long.MAX_VALUE;
        for (int link : path.getEdgeList()) {
            width = Math.min(width, figures.residual[link]);
        }
        return width;
    }

    private long widestAt(int node) {
        long widest = 0;
        for (int link : graph.edgesOf(node)) {
            widest = Math.max(widest, figures.residual[link]);
        }
        return widest;
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
