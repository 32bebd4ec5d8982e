package org.qkdn.controller.core.service;

import com.google.common.collect.Comparators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * Takes rate for a newcomer from services whose holding priority is below its setup priority. Of the newcomer's placements
 * the one with which all of them still find a path is taken, else the one that puts down those of lowest holding priority
 * and fewest; of several the best by the newcomer's own objective.
 *
 * <p>Which services move where is a problem that is NP-hard; so of single paths the best few are tried, and those who have
 * to move do so one after another.
 */
final class Preemption {
    private static final int MOST_ALTERNATIVES = 16;
    private static final int LEVELS = 8;
    private static final Comparator<Outcome> LEAST_HARM = Comparator.comparing(
                    Outcome::harmed, Comparators.lexicographical(Comparator.<Integer>naturalOrder()))
            .thenComparing(outcome -> outcome.moved().size());

    /** Smaller ones first, so that the most find room. */
    private static final Comparator<Reserved> IMPORTANT_FIRST = Comparator.<Reserved>comparingInt(
                    each -> -each.candidate().service().holding())
            .thenComparing(each -> each.candidate().rate())
            .thenComparing(each -> each.candidate().name());

    private final PlacementSearch search;
    private final Candidate newcomer;
    private final Ledger ledger;
    private final List<Reserved> victims;

    /** A service that has its rate reserved. */
    record Reserved(Candidate candidate, Placement placement) {
        void on(Ledger ledger) {
            ledger.reserve(load());
        }

        void off(Ledger ledger) {
            ledger.release(load());
        }

        /** Leaves what it goes away from reserved as well, for keys go that way until the new path is complete. */
        void movesTo(Placement to, Ledger ledger) {
            Reserved there = new Reserved(candidate, to);
            off(ledger);
            there.on(ledger);
            ledger.reserveBeyond(load(), there.load());
        }

        /** What it takes of each link. */
        Map<KeyAssociationLinkId, SecretKeyRate> load() {
            return candidate.load(placement);
        }

        private boolean crosses(Set<KeyAssociationLinkId> links) {
            return placement.hops().stream().anyMatch(links::contains);
        }
    }

    /**
     * How the newcomer gets its rate.
     *
     * @param moved services that go elsewhere
     * @param down services that have to go
     * @param after the account when all this is done
     */
    record Outcome(Placement placement, List<Reserved> moved, List<Candidate> down, Ledger after) {
        /** How many of each holding priority it puts down, the highest first. */
        private List<Integer> harmed() {
            Integer[] counts = new Integer[LEVELS];
            Arrays.fill(counts, 0);
            down.forEach(each -> counts[LEVELS - 1 - each.service().holding()]++);
            return List.of(counts);
        }
    }

    private Preemption(PlacementSearch search, Candidate newcomer, Ledger ledger, Collection<Reserved> reserved) {
        this.search = search;
        this.newcomer = newcomer;
        this.ledger = ledger;
        victims = victims(newcomer, reserved);
    }

    private static List<Reserved> victims(Candidate newcomer, Collection<Reserved> reserved) {
        return reserved.stream()
                .filter(each -> each.candidate().service().holding()
                                < newcomer.service().priority()
                        && each.candidate().rate().bitsPerSecond() > 0)
                .toList();
    }

    /** The account as it would be if the newcomer took all that it may. */
    static Ledger mayTake(Candidate newcomer, Ledger ledger, Collection<Reserved> reserved) {
        Ledger free = ledger.copy();
        victims(newcomer, reserved).forEach(each -> each.off(free));
        return free;
    }

    /** Empty where all that it may take is not enough; then nobody is harmed. */
    static Optional<Outcome> of(
            PlacementSearch search, Candidate newcomer, Ledger ledger, Collection<Reserved> reserved) {
        return new Preemption(search, newcomer, ledger, reserved).best();
    }

    private Optional<Outcome> best() {
        return placements().stream().map(this::leastHarm).min(LEAST_HARM); // the first of equals
    }

    private Set<Placement> placements() {
        Set<Placement> placements = new LinkedHashSet<>();
        Ledger free = ledger.copy();
        Map<Integer, List<Reserved>> levels = victims.stream()
                .collect(Collectors.groupingBy(
                        each -> each.candidate().service().holding(), TreeMap::new, Collectors.toList()));
        levels.values().forEach(level -> {
            level.forEach(each -> each.off(free));
            search.find(newcomer, free).ifPresent(placements::add);
        });
        if (!placements.isEmpty()) {
            placements.addAll(search.alternatives(newcomer, free, MOST_ALTERNATIVES));
        }
        return placements;
    }

    private Outcome leastHarm(Placement placement) {
        Map<KeyAssociationLinkId, SecretKeyRate> load = newcomer.load(placement);
        Set<KeyAssociationLinkId> tight = placement.hops().stream()
                .filter(link -> ledger.residual(link) < load.get(link).bitsPerSecond())
                .collect(Collectors.toSet());
        List<Reserved> affected = victims.stream()
                .filter(each -> each.crosses(tight))
                .sorted(IMPORTANT_FIRST)
                .toList();
        Ledger free = ledger.copy();
        affected.forEach(each -> each.off(free));
        free.reserve(load);
        Ledger elsewhere = free.without(tight);
        List<Reserved> stuckFirst = new ArrayList<>(affected);
        Set<Reserved> movable = affected.stream()
                .filter(each -> search.find(each.candidate(), elsewhere).isPresent())
                .collect(Collectors.toSet());
        stuckFirst.sort(Comparator.comparing(movable::contains));
        Outcome sparing = settle(placement, stuckFirst, free.copy());
        Outcome strict = settle(placement, affected, free);
        return LEAST_HARM.compare(sparing, strict) <= 0 ? sparing : strict;
    }

    /** Who comes first stays if there is room; the others look for another path. */
    private Outcome settle(Placement placement, List<Reserved> order, Ledger after) {
        Set<Reserved> staying = new HashSet<>();
        for (Reserved each : order) {
            if (after.reserve(each.load())) {
                staying.add(each);
            }
        }
        List<Reserved> moved = new ArrayList<>();
        List<Candidate> down = new ArrayList<>();
        order.stream()
                .filter(each -> !staying.contains(each))
                .sorted(IMPORTANT_FIRST)
                .forEach(each -> search.find(each.candidate(), after)
                        .map(to -> new Reserved(each.candidate(), to))
                        .ifPresentOrElse(
                                to -> {
                                    to.on(after);
                                    moved.add(to);
                                },
                                () -> down.add(each.candidate())));
        return new Outcome(placement, moved, down, after);
    }
}
