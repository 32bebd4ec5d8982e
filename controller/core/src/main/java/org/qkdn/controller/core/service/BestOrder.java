package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * Services of the same priority that ask at the same time are placed in the order that serves most: those of the largest
 * rate first, for they have the fewest ways; where that leaves some refused, other orders are tried, a bounded number of
 * them. What was placed before is kept in any order, so nothing moves and nobody loses a path for it.
 */
final class BestOrder {
    /** From here on more orders hardly gain anything (PlanningQualityTest). */
    private static final int MOST_ORDERS = 40;

    /** Paths that one decision may seek, so that a large network with many refused services is not held up. */
    private static final int MOST_SEARCHES = 1000;

    /** Any will do, but always the same: the same events give the same steps. */
    private static final int SEED = 1;

    private final RelayNetwork network;
    private final Collection<Map<KeyAssociationLinkId, SecretKeyRate>> inUse;
    private final Random order = new Random(SEED);
    private int orders;
    private Trial best;

    private BestOrder(
            RelayNetwork network, Collection<Map<KeyAssociationLinkId, SecretKeyRate>> inUse, List<Candidate> first) {
        this.network = network;
        this.inUse = inUse;
        best = trial(first);
    }

    /** A decision, and the rate that it serves at each priority, the highest first. */
    private record Trial(List<Candidate> order, Placing placing, SortedMap<Integer, Long> served) {
        /** Where one serves more at some priority, and as much at all that are higher. */
        private boolean isBetterThan(Trial other) {
            return served.keySet().stream()
                            .map(priority -> Long.compare(served.get(priority), other.served.get(priority)))
                            .filter(comparison -> comparison != 0)
                            .findFirst()
                            .orElse(0)
                    > 0;
        }
    }

    static Placing of(
            RelayNetwork network,
            Collection<Candidate> candidates,
            Collection<Map<KeyAssociationLinkId, SecretKeyRate>> inUse) {
        List<Candidate> largestFirst = candidates.stream()
                .sorted(Comparator.comparing(Candidate::rate)
                        .reversed()
                        .thenComparing(candidate -> candidate.service().name()))
                .toList();
        BestOrder search = new BestOrder(network, inUse, largestFirst);
        List<Candidate> newcomers =
                largestFirst.stream().filter(BestOrder::isNew).toList();
        long refused = newcomers.stream().filter(search.best.placing()::refuses).count();
        // where none of them found a path, none did in an empty place: no order helps
        if (refused > 0 && refused < newcomers.size()) {
            search.improve(largestFirst, Math.min(MOST_ORDERS, MOST_SEARCHES / newcomers.size()));
        }
        return search.best.placing();
    }

    private static boolean isNew(Candidate candidate) {
        return candidate.previous().isEmpty()
                || !candidate.held()
                || candidate.promised().isPresent();
    }

    private void improve(List<Candidate> largestFirst, int most) {
        climb(best, most);
        while (orders < most && largestFirst.stream().anyMatch(best.placing()::refuses)) {
            List<Candidate> shuffled = new ArrayList<>(largestFirst);
            Collections.shuffle(shuffled, order);
            climb(trial(shuffled), most);
        }
    }

    /** Whoever is refused goes first, as long as that gains. */
    private void climb(Trial from, int most) {
        Optional<Trial> here = Optional.of(from);
        while (here.isPresent()) {
            Trial start = here.get();
            note(start);
            here = start.order().stream()
                    .filter(start.placing()::refuses)
                    .takeWhile(refused -> orders < most)
                    .map(refused -> trial(first(refused, start.order())))
                    .filter(trial -> trial.isBetterThan(start))
                    .findFirst();
        }
    }

    private void note(Trial trial) {
        if (trial.isBetterThan(best)) {
            best = trial;
        }
    }

    private static List<Candidate> first(Candidate refused, List<Candidate> order) {
        List<Candidate> changed = new ArrayList<>(order);
        changed.remove(refused);
        changed.addFirst(refused);
        return changed;
    }

    private Trial trial(List<Candidate> candidates) {
        orders++;
        Placing placing = Placing.inOrder(network, candidates, inUse);
        SortedMap<Integer, Long> served = new TreeMap<>(Comparator.reverseOrder());
        for (Candidate candidate : candidates) {
            served.merge(
                    candidate.service().priority(),
                    placing.refuses(candidate)
                            ? 0
                            : candidate.service().guaranteed().bitsPerSecond(),
                    Long::sum);
        }
        return new Trial(candidates, placing, served);
    }
}
