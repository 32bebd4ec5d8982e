package org.qkdn.bench.paths;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jgrapht.GraphPath;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.path.KeyRelayPath;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayGraph;
import org.qkdn.controller.core.path.RelayPathSearch;

/**
 * {@code ./qkdn bench paths}: a constrained relay path, and five alternatives, against JGraphT in the same networks, query by
 * query in turns. Every answer is compared; one that costs more or less than JGraphT's ends the run.
 */
public final class PathsBench {
    private static final int[] SIZES = {10, 32, 100, 316, 1000, 3162, 10_000};
    private static final int ALTERNATIVES = 5;
    private static final long BUDGET_NANOS = 2_500_000_000L;
    private static final int MOST_QUERIES = 4000;
    private static final String OURS = "ours";

    private PathsBench() {}

    public static void main(String[] arguments) {
        for (Networks kind : Networks.values()) {
            System.out.println("\nNetworks: " + kind + "; microseconds, median of each (p99 of ours in parentheses)");
            System.out.println(
                    "| nodes | ours | Dijkstra | bidirectional | breadth first | ratio to fastest | 5 alternatives | Yen | ratio |");
            System.out.println("|---|---|---|---|---|---|---|---|---|");
            List<double[]> medians = new ArrayList<>();
            for (int size : SIZES) {
                medians.add(new double[] {size, row(kind, size)});
            }
            System.out.printf("time grows as nodes to the power of %.2f%n", exponent(medians));
            others(kind);
        }
    }

    private static double row(Networks kind, int size) {
        Networks.Sample sample = kind.sample(size);
        Demands demands = new Demands(sample);
        RelayGraph graph = RelayGraph.of(sample.nodes(), sample.links());
        Rival rival = new Rival(sample, demands);
        Times times = new Times();
        for (long end = System.nanoTime() + BUDGET_NANOS; times.count(OURS) < MOST_QUERIES && System.nanoTime() < end; ) {
            Demands.Pair pair = demands.next();
            RelayDemand demand = demands.demand(pair, Objective.FEWEST_TRUSTED_NODES);
            int ours = times.of(OURS, () -> RelayPathSearch.find(graph, demand))
                    .map(PathsBench::hops)
                    .orElse(0);
            check(pair, ours, times.of("Dijkstra", () -> rival.dijkstra(pair.from(), pair.to())));
            check(pair, ours, times.of("bidirectional", () -> rival.bidirectional(pair.from(), pair.to())));
            check(pair, ours, times.of("breadth first", () -> rival.breadthFirst(pair.from(), pair.to())));
        }
        for (long end = System.nanoTime() + BUDGET_NANOS; times.count("Yen") < MOST_QUERIES && System.nanoTime() < end; ) {
            Demands.Pair pair = demands.next();
            RelayDemand demand = demands.demand(pair, Objective.FEWEST_TRUSTED_NODES);
            List<Integer> ours = times
                    .of("alternatives", () -> RelayPathSearch.alternatives(graph, demand, ALTERNATIVES))
                    .stream()
                    .map(PathsBench::hops)
                    .toList();
            List<Integer> theirs = times.of("Yen", () -> rival.yen(pair.from(), pair.to(), ALTERNATIVES)).stream()
                    .map(GraphPath::getLength)
                    .toList();
            if (!ours.equals(theirs)) {
                throw new IllegalStateException(pair + ": " + ours + " hops, JGraphT has " + theirs);
            }
        }
        double fastest = Math.min(
                times.median("Dijkstra"), Math.min(times.median("bidirectional"), times.median("breadth first")));
        System.out.printf(
                "| %d | %.1f (%.1f) | %.0f | %.0f | %.0f | %.1f | %.0f (%.0f) | %.0f | %.1f |%n",
                size,
                times.median(OURS),
                times.p99(OURS),
                times.median("Dijkstra"),
                times.median("bidirectional"),
                times.median("breadth first"),
                fastest / times.median(OURS),
                times.median("alternatives"),
                times.p99("alternatives"),
                times.median("Yen"),
                times.median("Yen") / times.median("alternatives"));
        return times.median(OURS);
    }

    private static int hops(KeyRelayPath path) {
        return path.links().size();
    }

    private static void check(Demands.Pair pair, int ours, GraphPath<Integer, Integer> theirs) {
        int hops = theirs == null ? 0 : theirs.getLength();
        if (ours != hops) {
            throw new IllegalStateException(pair + ": " + ours + " hops, JGraphT has " + hops);
        }
    }

    /** The objectives that JGraphT has no way for. */
    private static void others(Networks kind) {
        Networks.Sample sample = kind.sample(SIZES[SIZES.length - 1]);
        Demands demands = new Demands(sample);
        RelayGraph graph = RelayGraph.of(sample.nodes(), sample.links());
        for (Objective objective : Objective.values()) {
            Times times = new Times();
            for (int i = 0; i < MOST_QUERIES; i++) {
                RelayDemand demand = demands.demand(demands.next(), objective);
                var ignored = times.of(OURS, () -> RelayPathSearch.find(graph, demand));
            }
            System.out.printf(
                    "%d nodes, %s: median %.0f, p99 %.0f%n",
                    sample.nodes().size(), objective, times.median(OURS), times.p99(OURS));
        }
    }

    /** Slope of the straight line through the logarithms. */
    private static double exponent(List<double[]> points) {
        double n = points.size();
        double x = points.stream().mapToDouble(point -> Math.log(point[0])).sum() / n;
        double y = points.stream().mapToDouble(point -> Math.log(point[1])).sum() / n;
        double xy = points.stream()
                .mapToDouble(point -> (Math.log(point[0]) - x) * (Math.log(point[1]) - y))
                .sum();
        double xx = points.stream()
                .mapToDouble(point -> Math.pow(Math.log(point[0]) - x, 2))
                .sum();
        return xy / xx;
    }

    /** Microseconds of each query; the first half, in which the JVM warms up, does not count. */
    private static final class Times {
        private final Map<String, List<Double>> micros = new LinkedHashMap<>();

        <T> T of(String name, Supplier<T> query) {
            long start = System.nanoTime();
            T answer = query.get();
            micros.computeIfAbsent(name, unknown -> new ArrayList<>()).add((System.nanoTime() - start) / 1e3);
            return answer;
        }

        int count(String name) {
            return micros.getOrDefault(name, List.of()).size();
        }

        double median(String name) {
            return quantile(name, 0.5);
        }

        double p99(String name) {
            return quantile(name, 0.99);
        }

        private double quantile(String name, double share) {
            List<Double> all = micros.get(name);
            double[] sorted = all.subList(all.size() / 2, all.size()).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            return sorted[(int) (share * (sorted.length - 1))];
        }
    }
}
