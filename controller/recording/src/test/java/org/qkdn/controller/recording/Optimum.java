package org.qkdn.controller.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.NonNegativeConstraint;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;

/**
 * The most that a network can serve of its demands, each over one path or not at all: branch and bound, below the value of
 * the linear programme in which a demand may be served in parts.
 */
final class Optimum {
    private final List<Instance.Demand> demands;
    private final List<List<List<Integer>>> paths = new ArrayList<>();
    /** The sum of the rates from each demand on. */
    private final long[] remaining;

    private final long[] left;
    private final long bound;
    private long best;

    private Optimum(Instance instance) {
        demands = instance.demands().stream()
                .sorted(Comparator.comparingLong(Instance.Demand::rate).reversed())
                .toList();
        demands.forEach(demand -> paths.add(instance.paths(demand).stream()
                .sorted(Comparator.comparingInt(List::size))
                .toList()));
        remaining = new long[demands.size() + 1];
        for (int d = demands.size() - 1; d >= 0; d--) {
            remaining[d] = remaining[d + 1]
                    + (paths.get(d).isEmpty() ? 0 : demands.get(d).rate());
        }
        left = instance.links().stream().mapToLong(Instance.Link::rate).toArray();
        bound = (long) Math.floor(relaxed(instance) + 1e-6);
    }

    /** The sum of the rates served, in bit/s. */
    static long of(Instance instance) {
        Optimum optimum = new Optimum(instance);
        optimum.branch(0, 0);
        return optimum.best;
    }

    private void branch(int demand, long served) {
        best = Math.max(best, served);
        if (best >= bound || served + remaining[demand] <= best) {
            return;
        }
        long needs = demands.get(demand).needs();
        for (List<Integer> path : paths.get(demand)) {
            if (path.stream().allMatch(link -> left[link] >= needs)) {
                path.forEach(link -> left[link] -= needs);
                branch(demand + 1, served + demands.get(demand).rate());
                path.forEach(link -> left[link] += needs);
            }
        }
        branch(demand + 1, served);
    }

    /** What could be served if demands were served in parts: never less than the optimum. */
    private double relaxed(Instance instance) {
        int variables = paths.stream().mapToInt(List::size).sum();
        if (variables == 0) {
            return 0;
        }
        double[] rates = new double[variables];
        double[][] use = new double[instance.links().size()][variables];
        List<LinearConstraint> constraints = new ArrayList<>();
        int variable = 0;
        for (int d = 0; d < demands.size(); d++) {
            double[] once = new double[variables];
            for (List<Integer> path : paths.get(d)) {
                once[variable] = 1;
                rates[variable] = demands.get(d).rate();
                for (int link : path) {
                    use[link][variable] = demands.get(d).needs();
                }
                variable++;
            }
            constraints.add(new LinearConstraint(once, Relationship.LEQ, 1));
        }
        for (int link = 0; link < use.length; link++) {
            constraints.add(new LinearConstraint(
                    use[link], Relationship.LEQ, instance.links().get(link).rate()));
        }
        return new SimplexSolver()
                .optimize(
                        new LinearObjectiveFunction(rates, 0),
                        new LinearConstraintSet(constraints),
                        GoalType.MAXIMIZE,
                        new NonNegativeConstraint(true))
                .getValue();
    }
}
