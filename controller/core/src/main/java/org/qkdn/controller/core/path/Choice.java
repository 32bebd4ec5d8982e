package org.qkdn.controller.core.path;

import java.util.Optional;
import org.qkdn.controller.core.model.Objective;

/**
 * How every objective is reached, whatever is searched for: as fewest hops over links that are at least so good, tried
 * again with a higher bar until the best bar is known that still lets an answer through.
 */
final class Choice {
    /** A bar that every link clears. */
    static final long ANY = Long.MIN_VALUE;

    private Choice() {}

    interface Search<T extends Graded> {
        /**
         * The answer of fewest hops.
         *
         * @param atLeast quality of every link
         * @param mostHops that the answer may have in all
         */
        Trial<T> fewestHops(long atLeast, int mostHops);
    }

    /**
     * The best answer by the objective.
     *
     * @param findsWidest whether what the search finds is the widest of those with as many hops
     * @param enough width beyond which nothing is gained, or can be
     */
    static <T extends Graded> Optional<T> best(
            Objective objective, Search<T> search, boolean findsWidest, int mostHops, long enough) {
        boolean isLikely = !objective.countsHopsFirst() && enough != Long.MAX_VALUE;
        if (isLikely && search.fewestHops(enough, mostHops) instanceof Trial.Found<T>(T best)) {
            return Optional.of(best);
        }
        if (!(search.fewestHops(ANY, mostHops) instanceof Trial.Found<T>(T first))) {
            return Optional.empty();
        }
        if (objective.countsHopsFirst() && findsWidest) {
            return Optional.of(first);
        }
        T answer = first;
        int most = objective.countsHopsFirst() ? first.hops() : mostHops;
        long ceiling = enough;
        while (answer.width() < ceiling) {
            long halfway = (ceiling - answer.width() - 1) >>> 1;
            long bar = answer.width() + halfway + 1;
            switch (search.fewestHops(bar, most)) {
                case Trial.Found<T>(T better) -> answer = better;
                case Trial.Missed<T>(long limit) -> ceiling = Math.min(bar - 1, limit);
            }
        }
        return Optional.of(answer);
    }
}
