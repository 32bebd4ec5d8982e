package org.qkdn.controller.core.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.lighting.Prospect;
import org.qkdn.controller.core.lighting.SlotTurn;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.OpticalPlant.EntangledSource;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.pairing.SourceWays;

/**
 * Lets each source of entangled photons serve one pair after the other. A slot begins when its pair makes key, so that
 * what switching and aligning take is nobody's loss.
 */
final class SourceSlots {
    private final Draft draft;
    private final OpticalLayer layer;

    SourceSlots(Draft draft, OpticalLayer layer) {
        this.draft = draft;
        this.layer = layer;
    }

    boolean isUsed(Prospect prospect) {
        return SourceWays.source(layer, prospect.link()).isPresent();
    }

    /** @param prospects that sources serve */
    List<Prospect> choose(List<Prospect> prospects) {
        SortedMap<String, SlotTurn> slots = new TreeMap<>();
        List<Prospect> chosen = new ArrayList<>();
        for (EntangledSource source : draft.plant.sources().values()) {
            List<Prospect> own = prospects.stream()
                    .filter(each -> SourceWays.source(layer, each.link())
                            .map(source::equals)
                            .orElse(false))
                    .toList();
            SlotTurn slot = turn(source, own);
            slots.put(source.name(), slot);
            own.stream()
                    .filter(each ->
                            slot.association().map(each.association()::equals).orElse(each.lit()))
                    .min(Comparator.comparing((Prospect each) -> !each.lit())
                            .thenComparing(each -> each.link().transmitter()))
                    .ifPresent(chosen::add);
        }
        draft.lighting = draft.lighting.withSlots(slots);
        return chosen;
    }

    private SlotTurn turn(EntangledSource source, List<Prospect> prospects) {
        SlotTurn before = draft.lighting.slots().getOrDefault(source.name(), SlotTurn.NONE);
        boolean goesOn = before.association()
                .filter(held -> !draft.slotsOver.contains(source.name()))
                .filter(held ->
                        prospects.stream().anyMatch(each -> each.association().equals(held)))
                .isPresent();
        if (goesOn) {
            return before;
        }
        Map<Association, Long> deficits = new HashMap<>();
        prospects.forEach(each -> deficits.put(each.association(), each.deficitBits()));
        SlotTurn next = before.next(deficits);
        draft.timers.add(new Timer(
                next.association().isPresent() ? draft.plant.policy().deadline() : source.slot(),
                new Event.SlotOver(source.name(), next.number())));
        return next;
    }

    /** The slots of those begin that make key now. */
    void begin() {
        SortedMap<String, SlotTurn> slots = new TreeMap<>(draft.lighting.slots());
        slots.replaceAll((name, slot) -> {
            if (slot.running()
                    || slot.association().isEmpty()
                    || !makesKey(slot.association().get())) {
                return slot;
            }
            SlotTurn begun = slot.begun();
            draft.timers.add(
                    new Timer(draft.plant.sources().get(name).slot(), new Event.SlotOver(name, begun.number())));
            return begun;
        });
        draft.lighting = draft.lighting.withSlots(slots);
    }

    private boolean makesKey(Association association) {
        return draft.lighting.pairs().stream()
                .filter(each -> each.association().equals(association))
                .map(each -> draft.links.get(each.link().link()))
                .anyMatch(link -> link != null && isActive(link));
    }

    private boolean isActive(PhysLink link) {
        return !link.rests()
                && link.status() == LinkStatus.ACTIVE
                && !draft.switching.underWay().containsKey(link.transmitter());
    }
}
