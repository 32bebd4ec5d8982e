package org.qkdn.controller.core.lighting;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whose turn it is where one source serves one association at a time, as one source of entangled photons does behind a switch.
 * Proportionally fair: the sum of {@code deficit x log(time)} is largest where time is shared out in proportion to key deficits,
 * whatever the rates. So at each slot each association is credited with its share of it, and the one with the most credit has it
 * and pays for it. It never owes a whole slot, and who lacks key waits no longer than its share of slots and one round of all.
 *
 * @param creditPpm in millionths of a slot, of those that lack key, and of those that still owe
 */
public record FairSlots(SortedMap<Association, Long> creditPpm) {
    public static final FairSlots NONE = new FairSlots(new TreeMap<>());

    private static final long SLOT = 1_000_000;
    private static final Comparator<Map.Entry<Association, Long>> MOST_CREDIT_FIRST =
            Map.Entry.<Association, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());

    public FairSlots {
        creditPpm = Collections.unmodifiableSortedMap(new TreeMap<>(creditPpm));
    }

    /** Who has the slot, nobody where none lacks key; and what that leaves each with. */
    public record Turn(Optional<Association> association, FairSlots after) {}

    /**
     * The next slot.
     *
     * @param deficitBits key that each association lacks which could have it; what is left out loses its credit, not its debt
     */
    public Turn next(Map<Association, Long> deficitBits) {
        double total = deficitBits.values().stream().mapToDouble(bits -> bits).sum();
        SortedMap<Association, Long> credit = new TreeMap<>();
        creditPpm.forEach((association, before) -> {
            if (before < 0) {
                credit.put(association, before);
            }
        });
        SortedMap<Association, Long> candidates = new TreeMap<>();
        deficitBits.forEach((association, bits) -> {
            if (bits > 0) {
                long earned = Math.round(SLOT * (bits / total));
                candidates.put(association, creditPpm.getOrDefault(association, 0L) + earned);
            }
        });
        credit.putAll(candidates);
        Optional<Association> next =
                candidates.entrySet().stream().min(MOST_CREDIT_FIRST).map(Map.Entry::getKey);
        next.ifPresent(chosen -> credit.merge(chosen, -SLOT, Long::sum));
        return new Turn(next, new FairSlots(credit));
    }

    /** A slot in which no key was made is not paid for. */
    public FairSlots giveBack(Association association) {
        SortedMap<Association, Long> credit = new TreeMap<>(creditPpm);
        credit.merge(association, SLOT, Long::sum);
        return new FairSlots(credit);
    }
}
