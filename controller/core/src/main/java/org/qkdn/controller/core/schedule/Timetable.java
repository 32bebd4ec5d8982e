package org.qkdn.controller.core.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * A schedule laid out in time, over and over again: each slot is followed by the one that lights the fewest other pairs. A pair that was
 * not lit in the slot before makes nothing until its modules have found each other.
 *
 * @param served to each association, after what switching costs
 */
public record Timetable(List<Slot> slots, SortedMap<Association, SecretKeyRate> served) {
    public Timetable {
        slots = List.copyOf(slots);
        served = Collections.unmodifiableSortedMap(new TreeMap<>(served));
    }

    /** Pairs lit together, for so long, from so long after the period's start. */
    public record Slot(List<Candidate> pairs, long startMillis, long lengthMillis) {
        public Slot {
            pairs = List.copyOf(pairs);
        }
    }

    /**
     * Slots in which nobody would find each other are left out, and the others last longer.
     *
     * @param relockMillis from when a pair is lit until it makes keys
     */
    public static Timetable of(Schedule schedule, long periodMillis, ToLongFunction<Candidate> relockMillis) {
        List<Lit> worthwhile = schedule.lit().stream()
                .filter(lit -> lit.pairs().stream()
                        .anyMatch(pair -> relockMillis.applyAsLong(pair) < length(lit, Lit.WHOLE, periodMillis)))
                .toList();
        long whole = worthwhile.stream().mapToLong(Lit::sharePpm).sum();
        List<Slot> slots = new ArrayList<>();
        long at = 0;
        for (Lit lit : ordered(worthwhile)) {
            long length = length(lit, whole, periodMillis);
            slots.add(new Slot(lit.pairs(), at, length));
            at += length;
        }
        return new Timetable(slots, served(schedule, slots, periodMillis, relockMillis));
    }

    private static long length(Lit lit, long wholePpm, long periodMillis) {
        return Math.multiplyExact(periodMillis, lit.sharePpm()) / wholePpm;
    }

    private static List<Lit> ordered(List<Lit> lit) {
        List<Lit> rest = new ArrayList<>(lit);
        List<Lit> ordered = new ArrayList<>();
        while (!rest.isEmpty()) {
            Lit next = rest.getFirst();
            if (!ordered.isEmpty()) {
                Set<Candidate> before = new HashSet<>(ordered.getLast().pairs());
                for (Lit each : rest) {
                    if (newlyLit(before, each.pairs()) < newlyLit(before, next.pairs())) {
                        next = each;
                    }
                }
            }
            rest.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private static long newlyLit(Set<Candidate> before, List<Candidate> pairs) {
        return pairs.stream().filter(pair -> !before.contains(pair)).count();
    }

    private static SortedMap<Association, SecretKeyRate> served(
            Schedule schedule, List<Slot> slots, long periodMillis, ToLongFunction<Candidate> relockMillis) {
        SortedMap<Association, Long> bitMillis = new TreeMap<>();
        Set<Candidate> before =
                slots.isEmpty() ? Set.of() : Set.copyOf(slots.getLast().pairs());
        for (Slot slot : slots) {
            for (Candidate pair : slot.pairs()) {
                long making = slot.lengthMillis() - (before.contains(pair) ? 0 : relockMillis.applyAsLong(pair));
                bitMillis.merge(pair.association(), pair.rate().bitsPerSecond() * Math.max(0, making), Long::sum);
            }
            before = Set.copyOf(slot.pairs());
        }
        SortedMap<Association, SecretKeyRate> served = new TreeMap<>();
        for (Map.Entry<Association, SecretKeyRate> wanted : schedule.wanted().entrySet()) {
            long made = bitMillis.getOrDefault(wanted.getKey(), 0L) / periodMillis;
            served.put(
                    wanted.getKey(),
                    new SecretKeyRate(Math.min(made, wanted.getValue().bitsPerSecond())));
        }
        return served;
    }
}
