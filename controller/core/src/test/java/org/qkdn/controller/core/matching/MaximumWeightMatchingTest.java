package org.qkdn.controller.core.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jgrapht.alg.matching.MaximumWeightBipartiteMatching;
import org.jgrapht.alg.matching.blossom.v5.KolmogorovWeightedMatching;
import org.jgrapht.alg.matching.blossom.v5.ObjectiveSense;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;
import org.jgrapht.util.SupplierUtil;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.matching.MaximumWeightMatching.Edge;

class MaximumWeightMatchingTest {
    private static final long SEED = 20_261_126;

    @Test
    void theHeavyEdgeInTheMiddleLosesToTheTwoBesideIt() {
        MaximumWeightMatching matching =
                MaximumWeightMatching.of(4, List.of(new Edge(0, 1, 6), new Edge(1, 2, 10), new Edge(2, 3, 5)));
        assertEquals(new MaximumWeightMatching(List.of(new Edge(0, 1, 6), new Edge(2, 3, 5)), 11), matching);
    }

    @Test
    void theHeavyEdgeStandsAloneWhereItWeighsMore() {
        MaximumWeightMatching matching =
                MaximumWeightMatching.of(4, List.of(new Edge(0, 1, 6), new Edge(2, 1, 12), new Edge(2, 3, 5)));
        assertEquals(new MaximumWeightMatching(List.of(new Edge(1, 2, 12)), 12), matching);
    }

    @Test
    void edgesThatWeighNothingAreNeverChosen() {
        assertEquals(
                new MaximumWeightMatching(List.of(), 0),
                MaximumWeightMatching.of(4, List.of(new Edge(0, 1, 0), new Edge(2, 3, -7))));
        assertEquals(new MaximumWeightMatching(List.of(), 0), MaximumWeightMatching.of(0, List.of()));
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        assertTrue(assertThrows(
                        IllegalArgumentException.class, () -> MaximumWeightMatching.of(2, List.of(new Edge(0, 2, 1))))
                .getMessage()
                .contains("out of the graph of 2 vertices"));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> MaximumWeightMatching.of(256, List.of(new Edge(0, 2, Long.MAX_VALUE / 4))))
                .getMessage()
                .contains("too heavy"));
        assertThrows(IllegalArgumentException.class, () -> new Edge(1, 1, 4));
    }

    @Test
    void equalsBruteForceWhereTransceiversAreAmongTheVertices() {
        Random random = seeded();
        for (int round = 0; round < 30_000; round++) {
            int vertices = 1 + random.nextInt(10);
            List<Edge> edges = general(random, vertices, random.nextDouble(), range(random));
            assertWeighs(bruteForce(vertices, edges), MaximumWeightMatching.of(vertices, edges), edges);
        }
    }

    @Test
    void equalsBruteForceBetweenTransmittersAndReceivers() {
        Random random = seeded();
        for (int round = 0; round < 20_000; round++) {
            int left = 1 + random.nextInt(5);
            int right = 1 + random.nextInt(5);
            List<Edge> edges = bipartite(random, left, right, random.nextDouble(), range(random));
            long best = bruteForce(left + right, edges);
            assertWeighs(best, MaximumWeightMatching.of(left + right, edges), edges);
            Graph graph = Graph.of(left + right, edges);
            assertWeighs(best, graph.matching(new GeneralMatching(graph).darts()), edges);
        }
    }

    @Test
    void theOrderOfTheEdgesDecidesNothing() {
        Random random = seeded();
        for (int round = 0; round < 500; round++) {
            int vertices = 2 + random.nextInt(30);
            List<Edge> edges = general(random, vertices, 0.4, 4);
            MaximumWeightMatching matching = MaximumWeightMatching.of(vertices, edges);
            Collections.shuffle(edges, random);
            edges.replaceAll(edge -> random.nextBoolean() ? edge : new Edge(edge.b(), edge.a(), edge.weight()));
            assertEquals(matching, MaximumWeightMatching.of(vertices, edges));
        }
    }

    @Test
    void weighsAsMuchAsJGraphTsInLargeGraphs() {
        Random random = seeded();
        for (int round = 0; round < 60; round++) {
            int vertices = 20 + random.nextInt(140);
            double density = Math.pow(random.nextDouble(), 2);
            List<Edge> edges = general(random, vertices, density, range(random));
            var rival = new KolmogorovWeightedMatching<>(graph(vertices, edges), ObjectiveSense.MAXIMIZE);
            assertWeighs((long) rival.getMatching().getWeight(), MaximumWeightMatching.of(vertices, edges), edges);
        }
        for (int round = 0; round < 15; round++) {
            int left = 10 + random.nextInt(60);
            int right = 10 + random.nextInt(60);
            List<Edge> edges = bipartite(random, left, right, random.nextDouble(), range(random));
            Set<Integer> one = new HashSet<>();
            Set<Integer> other = new HashSet<>();
            for (int vertex = 0; vertex < left + right; vertex++) {
                (vertex < left ? one : other).add(vertex);
            }
            var rival = new MaximumWeightBipartiteMatching<>(graph(left + right, edges), one, other);
            assertWeighs((long) rival.getMatching().getWeight(), MaximumWeightMatching.of(left + right, edges), edges);
        }
    }

    @Test
    void weightsNearTheLimitDoNotOverflow() {
        Random random = seeded();
        for (int round = 0; round < 2000; round++) {
            List<Edge> edges = general(random, 9, 0.7, 1L << 58);
            assertWeighs(bruteForce(9, edges), MaximumWeightMatching.of(9, edges), edges);
        }
    }

    private static Random seeded() {
        System.out.println("seed " + SEED);
        return new Random(SEED);
    }

    private static long range(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> 3;
            case 1 -> 20;
            default -> 1_000_000_000L;
        };
    }

    private static List<Edge> general(Random random, int vertices, double density, long range) {
        List<Edge> edges = new ArrayList<>();
        for (int a = 0; a < vertices; a++) {
            for (int b = a + 1; b < vertices; b++) {
                if (random.nextDouble() < density) {
                    edges.add(new Edge(a, b, 1 + random.nextLong(range)));
                }
            }
        }
        return edges;
    }

    private static List<Edge> bipartite(Random random, int left, int right, double density, long range) {
        List<Edge> edges = new ArrayList<>();
        for (int a = 0; a < left; a++) {
            for (int b = 0; b < right; b++) {
                if (random.nextDouble() < density) {
                    edges.add(new Edge(a, left + b, 1 + random.nextLong(range)));
                }
            }
        }
        return edges;
    }

    private static SimpleWeightedGraph<Integer, DefaultWeightedEdge> graph(int vertices, List<Edge> edges) {
        var graph = new SimpleWeightedGraph<>(
                SupplierUtil.createIntegerSupplier(), SupplierUtil.createDefaultWeightedEdgeSupplier());
        for (int vertex = 0; vertex < vertices; vertex++) {
            var ignored = graph.addVertex();
        }
        edges.forEach(edge -> graph.setEdgeWeight(graph.addEdge(edge.a(), edge.b()), (double) edge.weight()));
        return graph;
    }

    private static void assertWeighs(long expected, MaximumWeightMatching matching, List<Edge> edges) {
        assertEquals(expected, matching.weight(), () -> "weight in " + edges);
        Set<Integer> touched = new HashSet<>();
        for (Edge edge : matching.edges()) {
            assertTrue(touched.add(edge.a()) && touched.add(edge.b()), () -> matching + " shares a vertex");
            assertTrue(edges.contains(edge), () -> edge + " is not one of " + edges);
        }
        assertEquals(
                matching.weight(),
                matching.edges().stream().mapToLong(Edge::weight).sum());
    }

    /** Of all subsets of vertices: the best without the highest vertex, or with one of its edges. */
    private static long bruteForce(int vertices, List<Edge> edges) {
        long[][] weights = new long[vertices][vertices];
        edges.forEach(edge -> {
            weights[edge.a()][edge.b()] = Math.max(weights[edge.a()][edge.b()], edge.weight());
            weights[edge.b()][edge.a()] = weights[edge.a()][edge.b()];
        });
        long[] best = new long[1 << vertices];
        for (int set = 1; set < best.length; set++) {
            int highest = 31 - Integer.numberOfLeadingZeros(set);
            int rest = set ^ 1 << highest;
            best[set] = best[rest];
            for (int other = 0; other < highest; other++) {
                if ((rest >> other & 1) == 1) {
                    best[set] = Math.max(best[set], weights[highest][other] + best[rest ^ 1 << other]);
                }
            }
        }
        return Arrays.stream(best).max().orElseThrow();
    }
}
