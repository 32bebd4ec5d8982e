package org.qkdn.controller.core.lighting;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.OpticalPlant.WantedPairing;

/**
 * What the controller chose to light when it last looked, of the modules that are left to it.
 *
 * @param pairs that it chose
 * @param prospects that it chose from, these among them
 * @param resting pairs whose turn is over
 * @param turn of the review that is due next; 0 where none is
 * @param slots whose turn it is at each source of entangled photons
 */
public record Lighting(
        List<Prospect> pairs,
        List<Prospect> prospects,
        SortedMap<KeyAssociationLinkId, Rest> resting,
        int turn,
        SortedMap<String, SlotTurn> slots) {
    public static final Lighting NONE = new Lighting(List.of(), List.of(), new TreeMap<>(), 0, new TreeMap<>());

    public Lighting {
        pairs = List.copyOf(pairs);
        prospects = List.copyOf(prospects);
        slots = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
        resting = Collections.unmodifiableSortedMap(new TreeMap<>(resting));
    }

    public Lighting with(SortedMap<KeyAssociationLinkId, Rest> others) {
        return new Lighting(pairs, prospects, others, turn, slots);
    }

    public Lighting withSlots(SortedMap<String, SlotTurn> others) {
        return new Lighting(pairs, prospects, resting, turn, others);
    }

    public List<WantedPairing> wishes() {
        return pairs.stream()
                .map(each -> new WantedPairing(
                        each.link().transmitter(),
                        each.link().receiver(),
                        Optional.of(each.link().path().channel())))
                .toList();
    }

    /** Whether the controller chose the pair. */
    public boolean has(ModuleId transmitter, ModuleId receiver) {
        return pairs.stream()
                .map(Prospect::link)
                .anyMatch(link -> link.transmitter().equals(transmitter)
                        && link.receiver().equals(receiver));
    }

    /** How many resting pairs share the module with the pair that is lit. */
    public int waitingFor(ModuleId module) {
        return Math.toIntExact(resting.values().stream()
                .filter(rest -> rest.pair().transmitter().equals(module)
                        || rest.pair().receiver().equals(module))
                .count());
    }
}
