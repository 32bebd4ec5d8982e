package org.qkdn.bench.paths;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jgrapht.GraphPath;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.path.KeyRelayPath;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayGraph;
import org.qkdn.controller.core.path.RelayPathSearch;

/**
 * {@code ./qkdn bench paths}: a constrained relay path, and five alternatives, against JGraphT in the same networks, block by
 * block in turns. JGraphT's fastest way is taken, of Dijkstra, bidirectional Dijkstra and breadth first: once to the same answer,
 * the widest path of those of fewest hops, and once to any path of fewest hops; that also where it is spared the constraints,
 * which it else keeps as it goes, as we do. Every answer is compared; one that costs more or less than JGraphT's ends the run.
 */
public final class PathsBench {
    private static final int[] SIZES = {10, 32, 100, 316, 1000, 3162, 10_000};
    private static final int[] WARM_UP = {32, 316};
    private static final int ALTERNATIVES = 5;
    private static final long BUDGET_NANOS = 2_000_000_000L;
    private static final int MOST_QUERIES = 4000;
    /** Queries that each way answers in a row: so paths are asked for when links fail, and no way finds its caches cold. */
    private static final int BLOCK = 50;

    private static final String OURS = "ours";
    private static final String ALL_OURS = "alternatives";
    private static final String YEN = "Yen";
    private static final String SAME = "same ";
    private static final String CONSTRAINED = "constrained ";
    private static final String SPARED = "spared ";

    private PathsBench() {}

    public static void main(String[] arguments) {
        for (int size : WARM_UP) {
            for (Networks kind : Networks.values()) {
                var ignored = measure(kind, size);
            }
        }
        for (Networks kind : Networks.values()) {
            System.out.println("\nNetworks: " + kind + "; microseconds, median (p99)");
            System.out.println("| nodes | ours | JGraphT, same answer | ratio | hops only | ratio "
                    + "| hops only, spared the constraints | ratio | 5 alternatives | Yen, spared | ratio |");
            System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
            List<double[]> medians = new ArrayList<>();
            for (int size : SIZES) {
                Times times = measure(kind, size);
                print(size, times);
                medians.add(new double[] {size, times.median(OURS)});
            }
            System.out.printf("time grows as nodes to the power of %.2f%n", exponent(medians));
            others(kind);
        }
    }

    private static Times measure(Networks kind, int size) {
        Networks.Sample sample = kind.sample(size);
        Demands demands = new Demands(sample);
        RelayPathSearch search = new RelayPathSearch(RelayGraph.of(sample.nodes(), sample.links()));
        Map<String, Rival> rivals =
                Map.of(CONSTRAINED, Rival.constrained(sample, demands), SPARED, Rival.spared(sample, demands));
        Times times = new Times();
        for (long end = System.nanoTime() + BUDGET_NANOS;
                times.count(OURS) < MOST_QUERIES && System.nanoTime() < end; ) {
            List<Demands.Pair> pairs =
                    Stream.generate(demands::next).limit(BLOCK).toList();
            List<Rival.Answer> answers = pairs.stream()
                    .map(pair -> demands.demand(pair, Objective.FEWEST_TRUSTED_NODES))
                    .map(demand -> times.of(OURS, () -> search.find(demand))
                            .map(path -> new Rival.Answer(hops(path), width(sample, path)))
                            .orElse(Rival.Answer.NONE))
                    .toList();
            List<Integer> ours = answers.stream().map(Rival.Answer::hops).toList();
            Rival constrained = rivals.get(CONSTRAINED);
            checkSame(
                    pairs,
                    answers,
                    pair -> times.of(
                            SAME + "bidirectional",
                            () -> constrained.widest(pair.from(), pair.to(), constrained::bidirectional)));
            checkSame(
                    pairs,
                    answers,
                    pair -> times.of(
                            SAME + "breadth first",
                            () -> constrained.widest(pair.from(), pair.to(), constrained::breadthFirst)));
            rivals.forEach((name, rival) -> {
                check(pairs, ours, pair -> times.of(name + "Dijkstra", () -> rival.dijkstra(pair.from(), pair.to())));
                check(
                        pairs,
                        ours,
                        pair -> times.of(name + "bidirectional", () -> rival.bidirectional(pair.from(), pair.to())));
                check(
                        pairs,
                        ours,
                        pair -> times.of(name + "breadth first", () -> rival.breadthFirst(pair.from(), pair.to())));
            });
        }
        for (long end = System.nanoTime() + BUDGET_NANOS;
                times.count(YEN) < MOST_QUERIES && System.nanoTime() < end; ) {
            Demands.Pair pair = demands.next();
            RelayDemand demand = demands.demand(pair, Objective.FEWEST_TRUSTED_NODES);
            List<Integer> ours = times.of(ALL_OURS, () -> search.alternatives(demand, ALTERNATIVES)).stream()
                    .map(PathsBench::hops)
                    .toList();
            List<Integer> theirs =
                    times.of(YEN, () -> rivals.get(SPARED).yen(pair.from(), pair.to(), ALTERNATIVES)).stream()
                            .map(GraphPath::getLength)
                            .toList();
            if (!ours.equals(theirs)) {
                throw new IllegalStateException(pair + ": " + ours + " hops, JGraphT has " + theirs);
            }
        }
        return times;
    }

    private static void print(int size, Times times) {
        String same = times.fastest(SAME);
        String constrained = times.fastest(CONSTRAINED);
        String spared = times.fastest(SPARED);
        System.out.printf(
                "| %d | %.1f (%.1f) | %.1f %s | %.1f | %.1f %s | %.1f | %.1f %s | %.1f | %.0f (%.0f) | %.0f | %.1f |%n",
                size,
                times.median(OURS),
                times.p99(OURS),
                times.median(same),
                same.substring(SAME.length()),
                times.median(same) / times.median(OURS),
                times.median(constrained),
                constrained.substring(CONSTRAINED.length()),
                times.median(constrained) / times.median(OURS),
                times.median(spared),
                spared.substring(SPARED.length()),
                times.median(spared) / times.median(OURS),
                times.median(ALL_OURS),
                times.p99(ALL_OURS),
                times.median(YEN),
                times.median(YEN) / times.median(ALL_OURS));
    }

    private static int hops(KeyRelayPath path) {
        return path.links().size();
    }

    /** Rate left on the narrowest link; a link's ID ends in its number. */
    private static long width(Networks.Sample sample, KeyRelayPath path) {
        return path.links().stream()
                .mapToInt(link -> (int) link.value().getLeastSignificantBits())
                .mapToLong(number -> sample.links().get(number).residual())
                .min()
                .orElseThrow();
    }

    private static void checkSame(
            List<Demands.Pair> pairs, List<Rival.Answer> ours, Function<Demands.Pair, Rival.Answer> theirs) {
        for (int i = 0; i < pairs.size(); i++) {
            Rival.Answer answer = theirs.apply(pairs.get(i));
            if (!ours.get(i).equals(answer)) {
                throw new IllegalStateException(pairs.get(i) + ": " + ours.get(i) + ", JGraphT has " + answer);
            }
        }
    }

    private static void check(
            List<Demands.Pair> pairs, List<Integer> ours, Function<Demands.Pair, GraphPath<Integer, Integer>> theirs) {
        for (int i = 0; i < pairs.size(); i++) {
            GraphPath<Integer, Integer> path = theirs.apply(pairs.get(i));
            int hops = path == null ? 0 : path.getLength();
            if (ours.get(i) != hops) {
                throw new IllegalStateException(pairs.get(i) + ": " + ours.get(i) + " hops, JGraphT has " + hops);
            }
        }
    }

    /** The objectives that JGraphT has no way for. */
    private static void others(Networks kind) {
        Networks.Sample sample = kind.sample(SIZES[SIZES.length - 1]);
        Demands demands = new Demands(sample);
        RelayPathSearch search = new RelayPathSearch(RelayGraph.of(sample.nodes(), sample.links()));
        for (Objective objective : Objective.values()) {
            Times times = new Times();
            for (int i = 0; i < MOST_QUERIES; i++) {
                RelayDemand demand = demands.demand(demands.next(), objective);
                var ignored = times.of(OURS, () -> search.find(demand));
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

        String fastest(String prefix) {
            return micros.keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .min(Comparator.comparing(this::median))
                    .orElseThrow();
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
