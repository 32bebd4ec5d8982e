package org.qkdn.controller.core.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.qkdn.controller.core.matching.MaximumWeightMatching;
import org.qkdn.controller.core.matching.MaximumWeightMatching.Edge;

/**
 * The candidates that can be lit together and weigh the most. Where none shares more than its modules with others this is a
 * matching. Else it is searched for by branch and bound: a matching that overlooks what is shared bounds it from above, and tighter
 * where what is shared has a price; where it gives a shared thing to several, either one of them or all others must do
 * without. After {@link #MOST_BRANCHES} what is left open is only bounded.
 */
final class HeaviestLight {
    private static final int MOST_BRANCHES = 200;
    private static final int PRICE_ROUNDS = 40;

    private final Plant plant;
    private int matchings;
    private final Comparator<Branch> highestBoundFirst =
            Comparator.comparingLong(Branch::bound).reversed().thenComparingInt(Branch::order);

    /**
     * @param weight of these candidates
     * @param bound that nothing weighs more than; the weight itself where the search was exhaustive
     */
    record Found(List<Integer> candidates, long weight, long bound) {}

    /** Candidates ruled out, a bound for the rest, and the matching that shows what clashes. */
    private record Branch(BitSet excluded, long bound, List<Integer> overlooking, int order) {}

    HeaviestLight(Plant plant) {
        this.plant = plant;
    }

    /** How many were solved so far: what the search costs. */
    int matchings() {
        return matchings;
    }

    Found among(long[] weights) {
        BitSet none = new BitSet();
        List<Integer> matching = matching(weights, none);
        if (clash(matching).isEmpty()) {
            long weight = weigh(matching, weights);
            return new Found(matching, weight, weight);
        }
        long[] prices = prices(weights);
        List<Integer> best = repaired(matching, weights);
        PriorityQueue<Branch> open = new PriorityQueue<>(highestBoundFirst);
        open.add(branch(weights, prices, none, Long.MAX_VALUE, 0));
        int branches = 1;
        while (!open.isEmpty() && open.peek().bound() > weigh(best, weights) && branches < MOST_BRANCHES) {
            Branch next = open.poll();
            List<Integer> feasible = repaired(next.overlooking(), weights);
            if (weigh(feasible, weights) > weigh(best, weights)) {
                best = feasible;
            }
            List<Integer> clash = clash(next.overlooking());
            if (clash.isEmpty()) {
                continue;
            }
            int thing = clash.getFirst();
            int heaviest = clash.stream()
                    .skip(1)
                    .max(Comparator.comparingLong(candidate -> weights[candidate]))
                    .orElseThrow();
            BitSet without = (BitSet) next.excluded().clone();
            without.set(heaviest);
            BitSet alone = (BitSet) next.excluded().clone();
            IntStream.range(0, plant.size())
                    .filter(candidate -> candidate != heaviest && plant.takes(candidate, thing))
                    .forEach(alone::set);
            open.add(branch(weights, prices, without, next.bound(), branches++));
            open.add(branch(weights, prices, alone, next.bound(), branches++));
        }
        long weight = weigh(best, weights);
        return new Found(
                best,
                weight,
                open.isEmpty() ? weight : Math.max(weight, open.peek().bound()));
    }

    private Branch branch(long[] weights, long[] prices, BitSet excluded, long above, int order) {
        List<Integer> overlooking = matching(weights, excluded);
        long bound = clash(overlooking).isEmpty()
                ? weigh(overlooking, weights)
                : Math.min(weigh(overlooking, weights), priced(weights, prices, excluded));
        return new Branch(excluded, Math.min(above, bound), overlooking, order);
    }

    /** What is earned if each shared thing is sold to as many as pay its price: never less than what one each can bring. */
    private long priced(long[] weights, long[] prices, BitSet excluded) {
        long[] net = net(weights, prices);
        return weigh(matching(net, excluded), net) + LongStream.of(prices).sum();
    }

    private long[] net(long[] weights, long[] prices) {
        long[] net = weights.clone();
        for (int candidate = 0; candidate < net.length; candidate++) {
            for (int thing : plant.shared(candidate)) {
                net[candidate] -= prices[thing];
            }
        }
        return net;
    }

    /** Prices rise where several want the same thing and fall where nobody wants it (subgradient method). */
    private long[] prices(long[] weights) {
        long[] prices = new long[plant.sharedThings()];
        long[] best = prices;
        long bound = Long.MAX_VALUE;
        double step = LongStream.of(weights).max().orElse(0) / 2.0;
        for (int round = 0; round < PRICE_ROUNDS; round++) {
            long[] net = net(weights, prices);
            List<Integer> matching = matching(net, new BitSet());
            long earned = weigh(matching, net) + LongStream.of(prices).sum();
            if (earned < bound) {
                bound = earned;
                best = prices.clone();
            }
            int[] buyers = buyers(matching);
            for (int thing = 0; thing < prices.length; thing++) {
                prices[thing] = Math.max(0, prices[thing] + Math.round(step * (buyers[thing] - 1)));
            }
            step *= 0.9;
        }
        return best;
    }

    private int[] buyers(List<Integer> candidates) {
        int[] buyers = new int[plant.sharedThings()];
        for (int candidate : candidates) {
            for (int thing : plant.shared(candidate)) {
                buyers[thing]++;
            }
        }
        return buyers;
    }

    /** The thing that most want, and then who wants it; empty where nothing clashes. */
    private List<Integer> clash(List<Integer> candidates) {
        int[] buyers = buyers(candidates);
        int wanted = -1;
        for (int thing = 0; thing < buyers.length; thing++) {
            if (buyers[thing] > (wanted < 0 ? 1 : buyers[wanted])) {
                wanted = thing;
            }
        }
        List<Integer> clash = new ArrayList<>();
        if (wanted >= 0) {
            clash.add(wanted);
            for (int candidate : candidates) {
                if (plant.takes(candidate, wanted)) {
                    clash.add(candidate);
                }
            }
        }
        return clash;
    }

    private List<Integer> matching(long[] weights, BitSet excluded) {
        matchings++;
        Map<Edge, Integer> numbers = new HashMap<>();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0 && !excluded.get(i)) {
                int low = Math.min(plant.one(i), plant.other(i));
                int high = Math.max(plant.one(i), plant.other(i));
                numbers.putIfAbsent(new Edge(low, high, weights[i]), i);
            }
        }
        return MaximumWeightMatching.of(plant.modules(), numbers.keySet()).edges().stream()
                .map(numbers::get)
                .toList();
    }

    /** The heaviest first, as far as they do not clash, and then whatever else can be lit beside them. */
    private List<Integer> repaired(List<Integer> candidates, long[] weights) {
        Comparator<Integer> heaviestFirst =
                Comparator.comparingLong((Integer each) -> weights[each]).reversed();
        List<Integer> kept = new ArrayList<>();
        BitSet modules = new BitSet();
        BitSet things = new BitSet();
        List<Integer> order =
                new ArrayList<>(candidates.stream().sorted(heaviestFirst).toList());
        order.addAll(
                IntStream.range(0, plant.size()).boxed().sorted(heaviestFirst).toList());
        for (int each : order) {
            boolean free = weights[each] > 0
                    && !modules.get(plant.one(each))
                    && !modules.get(plant.other(each))
                    && IntStream.of(plant.shared(each)).noneMatch(things::get);
            if (free) {
                kept.add(each);
                modules.set(plant.one(each));
                modules.set(plant.other(each));
                IntStream.of(plant.shared(each)).forEach(things::set);
            }
        }
        return kept;
    }

    private static long weigh(List<Integer> candidates, long[] weights) {
        return candidates.stream().mapToLong(candidate -> weights[candidate]).sum();
    }
}
