package org.qkdn.controller.core.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Column generation: a linear program chooses shares of time among the sets of pairs found so far, its prices say what a bit
 * of each association's key is worth, and the set that is worth the most at these prices is found next. The same prices bound
 * what any schedule can be worth, so it is known how far the best so far is from that (Dantzig and Wolfe; Farley's bound).
 */
final class Shares {
    /** Found schedules end within this part of the bound. */
    private static final double GAP = 4e-3;

    private static final int MOST_ROUNDS = 2000;
    /** Where pairs share things: a few seconds' work. */
    private static final int MOST_MATCHINGS = 20_000;

    private static final int STEPS_PER_ROUND = 200;
    /** So much may be served unmade, and a little differently for each, or the program would turn in circles. */
    private static final double UNMADE = 1e-5;
    /** New sets are found at prices between the newest and those of the best bound: the newest leap about (Wentges 1997). */
    private static final double HOLD_PRICES = 0.7;

    private static final long WEIGHT_SCALE = 1L << 40;

    private final Plant plant;
    private final Wishes wishes;
    private final HeaviestLight heaviest;
    private final GrowingProgram program;
    private final List<List<Integer>> sets = new ArrayList<>();
    private final Set<Set<Integer>> known = new HashSet<>();
    private double[] bestPrices = {};
    private double bound = Double.POSITIVE_INFINITY;

    Shares(Plant plant, Wishes wishes) {
        this.plant = plant;
        this.wishes = wishes;
        heaviest = new HeaviestLight(plant);
        int count = wishes.count();
        double[] limits = new double[2 * count + 1];
        for (int i = 0; i < count; i++) {
            limits[i] = UNMADE * (1 + (double) i / count);
            limits[count + i] = 1 + UNMADE * i / count;
        }
        limits[2 * count] = 1;
        program = new GrowingProgram(limits);
        addServed();
    }

    /** What all are served alike, and what each is served beyond that; both no more than made, nor than asked for. */
    private void addServed() {
        int count = wishes.count();
        SortedMap<Integer, Double> alike = new TreeMap<>();
        IntStream.range(0, 2 * count).forEach(row -> alike.put(row, 1.0));
        program.add(Wishes.LEAST_SERVED + 1, alike);
        for (int i = 0; i < count; i++) {
            program.add(wishes.part(i), Map.of(i, 1.0, count + i, 1.0));
        }
    }

    Schedule schedule() {
        Schedule best = counted();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            program.solve(STEPS_PER_ROUND);
            boolean news = priced(held(newest())) || priced(newest());
            Schedule now = counted();
            if (now.worth() > best.worth()) {
                best = now;
            }
            if (!news || best.worth() >= bound * (1 - GAP) || heaviest.matchings() > MOST_MATCHINGS) {
                break;
            }
        }
        return new Schedule(
                best.lit(), best.wanted(), best.served(), best.worth(), Math.min(bound, Wishes.LEAST_SERVED + 1));
    }

    private double[] newest() {
        double[] prices = program.prices();
        return IntStream.range(0, wishes.count())
                .mapToDouble(i -> Math.max(0, prices[i]))
                .toArray();
    }

    private double[] held(double[] newest) {
        return bestPrices.length == 0
                ? newest
                : IntStream.range(0, newest.length)
                        .mapToDouble(i -> HOLD_PRICES * bestPrices[i] + (1 - HOLD_PRICES) * newest[i])
                        .toArray();
    }

    /** Finds the set worth most; whether it is one that was not known. */
    private boolean priced(double[] worth) {
        double[] perPair = new double[plant.size()];
        double dearest = 0;
        for (int i = 0; i < perPair.length; i++) {
            perPair[i] = worth[wishes.of(i)] * wishes.fraction(i);
            dearest = Math.max(dearest, perPair[i]);
        }
        double scale = dearest == 0 ? 1 : WEIGHT_SCALE / dearest;
        long[] weights = new long[perPair.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (long) Math.ceil(perPair[i] * scale);
        }
        HeaviestLight.Found found = heaviest.among(weights);
        double most = found.bound() / scale + wishes.worthServed(worth);
        if (most < bound) {
            bound = most;
            bestPrices = worth;
        }
        if (!known.add(Set.copyOf(found.candidates()))) {
            return false;
        }
        sets.add(found.candidates());
        int count = wishes.count();
        SortedMap<Integer, Double> made = new TreeMap<>();
        found.candidates().forEach(pair -> made.merge(wishes.of(pair), -wishes.fraction(pair), Double::sum));
        made.put(2 * count, 1.0);
        program.add(0, made);
        return true;
    }

    /** What the shares of time come to, in whole millionths; never more than there is. */
    private Schedule counted() {
        double[] values = program.values();
        double sum = 0;
        for (int i = 0; i < sets.size(); i++) {
            sum += values[wishes.count() + 1 + i];
        }
        List<Lit> lit = new ArrayList<>();
        double[] made = new double[wishes.count()];
        for (int i = 0; i < sets.size(); i++) {
            int share = (int) (values[wishes.count() + 1 + i] / Math.max(1, sum) * Lit.WHOLE);
            if (share > 0) {
                lit.add(new Lit(sets.get(i).stream().map(plant::candidate).toList(), share));
                sets.get(i).forEach(pair -> made[wishes.of(pair)] += wishes.fraction(pair) * share / Lit.WHOLE);
            }
        }
        return new Schedule(lit, wishes.wanted(), wishes.served(made), wishes.worth(made), Double.POSITIVE_INFINITY);
    }
}
