package org.qkdn.bench.pairing;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.qkdn.controller.core.matching.MaximumWeightMatching;
import org.qkdn.controller.core.schedule.Schedule;

/**
 * {@code ./qkdn bench pairing}: which modules to light now, against JGraphT's matchers in the same graphs, in turns; and shares of
 * time for pairs, against the bound that no schedule exceeds. An answer that weighs more or less than JGraphT's ends the run.
 */
public final class PairingBench {
    private static final int[] MODULES = {16, 32, 64, 128, 256};
    private static final int[] SCHEDULED = {6, 12, 25, 50, 100, 200};
    private static final int ROUNDS = 60;
    private static final int SCHEDULES = 5;

    private PairingBench() {}

    public static void main(String[] arguments) {
        for (int modules : new int[] {32, 128}) {
            for (boolean transceivers : new boolean[] {false, true}) {
                var ignored = new Comparison(modules, transceivers, new Random(1));
            }
        }
        System.out.println("Matching, milliseconds of processor time, median (worst) of " + ROUNDS / 2
                + " after as many to warm up");
        System.out.println("| modules | | pairs | ours | JGraphT | ratio |");
        System.out.println("|---|---|---|---|---|---|");
        for (boolean transceivers : new boolean[] {false, true}) {
            for (int modules : MODULES) {
                new Comparison(modules, transceivers, new Random(modules)).print();
            }
        }
        System.out.println("\nSchedules, " + SCHEDULES + " plants each");
        System.out.println("| modules | associations | of the bound, mean | worst | sets of pairs | ms, median |");
        System.out.println("|---|---|---|---|---|---|");
        for (int modules : SCHEDULED) {
            schedules(modules);
        }
    }

    /** The same graphs for us and for JGraphT. */
    private static final class Comparison {
        private final int modules;
        private final boolean transceivers;
        private final double[] ours = new double[ROUNDS];
        private final double[] theirs = new double[ROUNDS];
        private int pairs;

        Comparison(int modules, boolean transceivers, Random random) {
            this.modules = modules;
            this.transceivers = transceivers;
            for (int round = 0; round < ROUNDS; round++) {
                List<MaximumWeightMatching.Edge> edges = Plants.pairs(modules, transceivers, random);
                pairs += edges.size();
                long start = cpuNanos();
                long weight = MaximumWeightMatching.of(modules, edges).weight();
                ours[round] = (cpuNanos() - start) / 1e6;
                Rival rival = new Rival(modules, edges);
                start = cpuNanos();
                long theirWeight = transceivers ? rival.general() : rival.bipartite();
                theirs[round] = (cpuNanos() - start) / 1e6;
                if (weight != theirWeight) {
                    throw new IllegalStateException(
                            modules + " modules: we weigh " + weight + ", JGraphT weighs " + theirWeight);
                }
            }
        }

        void print() {
            System.out.printf(
                    "| %d | %s | %d | %.2f (%.2f) | %.2f (%.2f) | %.1f |%n",
                    modules,
                    transceivers ? "with transceivers" : "transmitters and receivers",
                    pairs / ROUNDS,
                    median(ours),
                    worst(ours),
                    median(theirs),
                    worst(theirs),
                    median(theirs) / median(ours));
        }

        private static double median(double[] millis) {
            double[] sorted = sorted(millis);
            return sorted[sorted.length / 2];
        }

        private static double worst(double[] millis) {
            double[] sorted = sorted(millis);
            return sorted[sorted.length - 1];
        }

        private static double[] sorted(double[] millis) {
            return Arrays.stream(millis).skip(millis.length / 2).sorted().toArray();
        }
    }

    /** Of this thread: what others do on the machine matters less. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void schedules(int modules) {
        Random random = new Random(modules);
        double[] ratios = new double[SCHEDULES];
        double[] millis = new double[SCHEDULES];
        Schedule[] found = new Schedule[SCHEDULES];
        for (int round = 0; round < SCHEDULES; round++) {
            Plants.Scarce plant = Plants.scarce(modules, random);
            long start = cpuNanos();
            found[round] = Schedule.of(plant.candidates(), plant.demand());
            millis[round] = (cpuNanos() - start) / 1e6;
            ratios[round] = found[round].worth() / found[round].bound();
        }
        Arrays.sort(millis);
        System.out.printf(
                "| %d | %d | %.4f | %.4f | %d | %.0f |%n",
                modules,
                mean(found, schedule -> schedule.wanted().size()),
                Arrays.stream(ratios).average().orElseThrow(),
                Arrays.stream(ratios).min().orElseThrow(),
                mean(found, schedule -> schedule.lit().size()),
                millis[SCHEDULES / 2]);
    }

    private static long mean(Schedule[] schedules, ToLongFunction<Schedule> figure) {
        return Math.round(IntStream.range(0, schedules.length)
                .mapToLong(i -> figure.applyAsLong(schedules[i]))
                .average()
                .orElseThrow());
    }
}
