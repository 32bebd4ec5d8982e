package org.qkdn.controller.core.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.forecast.StoreForecast;
import org.qkdn.controller.core.lighting.Lighting;
import org.qkdn.controller.core.lighting.Prospect;
import org.qkdn.controller.core.lighting.WhatToLight;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.PairingPolicy;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Wishes;

/**
 * Looks from time to time, and when something changes that matters, at which of the modules that are left to the controller
 * should be lit.
 */
final class LightingReview {
    private final NetworkState before;
    private final Draft draft;
    private final PairingPolicy policy;
    private final Prospects prospects;
    private final SourceSlots slots;

    LightingReview(NetworkState before, Draft draft, OpticalLayer layer, SourceSlots slots) {
        this.slots = slots;
        this.before = before;
        this.draft = draft;
        policy = draft.plant.policy();
        prospects = new Prospects(before, draft, layer);
    }

    /** @param others what is paired whatever is chosen here */
    void hold(Wishes others) {
        if (!policy.automatic()) {
            draft.lighting = Lighting.NONE;
        } else if (isDue()) {
            review(others);
        } else if (!draft.slotsOver.isEmpty()) {
            light(prospects.beside(others), false, draft.lighting.turn());
        }
    }

    private void review(Wishes others) {
        int turn = draft.lighting.turn() + 1;
        light(prospects.beside(others), true, turn);
        draft.timers.add(new Timer(policy.horizon(), new Event.LightingReviewDue(turn)));
    }

    /** @param all whether pairs that no source serves may change as well */
    private void light(List<Prospect> possible, boolean all, int turn) {
        Map<Boolean, List<Prospect>> bySource = possible.stream().collect(Collectors.partitioningBy(slots::isUsed));
        List<Prospect> others = all
                ? WhatToLight.of(bySource.get(false), policy.horizon())
                : draft.lighting.pairs().stream()
                        .filter(each -> !slots.isUsed(each))
                        .toList();
        List<Prospect> pairs = Stream.concat(others.stream(), slots.choose(bySource.get(true)).stream())
                .toList();
        draft.lighting = new Lighting(pairs, possible, draft.lighting.resting(), turn, draft.lighting.slots());
    }

    private boolean isDue() {
        return draft.lightingDue
                || draft.lighting.turn() == 0
                || !draft.plant.equals(before.plant())
                || !draft.inventory.equals(before.inventory())
                || !draft.configured.equals(before.configured())
                || !draft.switching.failures().equals(before.switching().failures())
                || !usable(draft.reports.values())
                        .equals(usable(before.reports().values()))
                || !draft.unreachable.keySet().equals(before.unreachable().keySet())
                || !draft.unreachableSwitches
                        .keySet()
                        .equals(before.unreachableSwitches().keySet())
                || !drained(draft.forecasts).equals(drained(before.forecasts()))
                || draft.lighting.pairs().stream().map(Prospect::link).anyMatch(prospects::isEmptied);
    }

    private static Set<KeyAssociationLinkId> drained(Map<KeyAssociationLinkId, StoreForecast> forecasts) {
        return forecasts.entrySet().stream()
                .filter(each -> each.getValue().spared())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Set<ModuleId> usable(Collection<NodeReport> reports) {
        return reports.stream()
                .flatMap(report -> report.modules().stream())
                .filter(QkdModule::working)
                .map(QkdModule::id)
                .collect(Collectors.toSet());
    }
}
