package org.qkdn.controller.core.pairing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.OpticalPlant.FixedPair;
import org.qkdn.controller.core.model.OpticalPlant.WantedPairing;

/**
 * Which transmitter meets which receiver, and how the light travels. Fixed pairs always meet; of switched modules those
 * that are wished to, the operator's wishes first. What is already connected stays as it is, and goes before what is new.
 */
public final class PairingPlan {
    private final OpticalLayer layer;
    private final SwitchedPairs switched;
    private final Map<ModuleId, String> taken = new HashMap<>();
    private final SortedMap<ModuleId, Pairing> pairings = new TreeMap<>();

    private PairingPlan(OpticalLayer layer, Map<ModuleId, Pairing> previous, Closed closed) {
        this.layer = layer;
        this.switched = new SwitchedPairs(layer, previous, closed);
    }

    /**
     * By transmitter.
     *
     * @param previous what was decided last
     * @param closed what new pairs keep away from where they can
     */
    public static SortedMap<ModuleId, Pairing> of(
            OpticalLayer layer, Wishes wishes, Map<ModuleId, Pairing> previous, Closed closed) {
        PairingPlan plan = new PairingPlan(layer, previous, closed);
        layer.plant().fixedPairs().forEach(plan::pairFixed);
        plan.pair(wishes.operators(), true);
        plan.pair(wishes.controllers(), false);
        wishes.refused().forEach(refused -> plan.pairings.putIfAbsent(refused.transmitter(), refused));
        return Collections.unmodifiableSortedMap(plan.pairings);
    }

    private void pairFixed(FixedPair pair) {
        String name = "fixed pair " + pair.name();
        Optional<String> objection = alreadyTaken(pair.transmitter(), pair.receiver())
                .or(() -> pair.spans().stream()
                        .filter(span -> !layer.plant().spans().containsKey(span))
                        .map(span -> "span " + span + " of the pair is not described")
                        .findFirst())
                .or(() -> absence(pair.transmitter(), pair.receiver()));
        pairings.putIfAbsent(
                pair.transmitter(),
                objection
                        .<Pairing>map(reason -> new Pairing.Impossible(pair.transmitter(), pair.receiver(), reason))
                        .orElseGet(() -> made(pair)));
        take(name, pair.transmitter(), pair.receiver());
    }

    private Pairing made(FixedPair pair) {
        return new Pairing.Made(
                pair.transmitter(),
                pair.receiver(),
                Identities.physLink(pair.transmitter(), pair.receiver()),
                pair.channel(),
                pair.spans(),
                pair.loss().orElseGet(() -> layer.loss(pair.spans(), pair.channel(), List.of())),
                List.of());
    }

    /** @param told whether the operator is to hear of those that cannot be; the controller simply chooses others */
    private void pair(List<WantedPairing> ranked, boolean told) {
        List<WantedPairing> possible = new ArrayList<>();
        for (WantedPairing wish : heldFirst(ranked)) {
            Optional<String> conflict = alreadyTaken(wish.transmitter(), wish.receiver());
            if (conflict.isEmpty()) {
                take(SwitchedPairs.named(wish), wish.transmitter(), wish.receiver());
                possible.add(wish);
            } else if (told) {
                pairings.putIfAbsent(
                        wish.transmitter(),
                        new Pairing.Impossible(wish.transmitter(), wish.receiver(), conflict.get()));
            }
        }
        possible.stream()
                .filter(wish -> absence(wish.transmitter(), wish.receiver()).isEmpty())
                .forEach(wish -> switched.keep(wish).ifPresent(kept -> pairings.put(wish.transmitter(), kept)));
        for (WantedPairing wish : possible) {
            pairings.computeIfAbsent(wish.transmitter(), transmitter -> absence(transmitter, wish.receiver())
                    .<Pairing>map(reason -> new Pairing.Impossible(transmitter, wish.receiver(), reason))
                    .orElseGet(() -> switched.connect(wish)));
        }
    }

    private List<WantedPairing> heldFirst(List<WantedPairing> ranked) {
        return Stream.concat(
                        ranked.stream().filter(switched::isHeld),
                        ranked.stream().filter(wish -> !switched.isHeld(wish)))
                .toList();
    }

    private void take(String by, ModuleId transmitter, ModuleId receiver) {
        taken.putIfAbsent(transmitter, by);
        taken.putIfAbsent(receiver, by);
    }

    private Optional<String> alreadyTaken(ModuleId transmitter, ModuleId receiver) {
        return Stream.of(transmitter, receiver)
                .filter(taken::containsKey)
                .map(module -> "module " + module + " already serves " + taken.get(module) + ": remove one of the two")
                .findFirst();
    }

    /**
     * Why a pair cannot be for want of a module. After a restart a node may be without a session while its keys flow:
     * where the other end reports the pair's very link, the silent end is taken to be there.
     */
    private Optional<String> absence(ModuleId transmitter, ModuleId receiver) {
        KeyAssociationLinkId link = Identities.physLink(transmitter, receiver);
        boolean vouched = Stream.of(transmitter, receiver)
                .anyMatch(module -> layer.reported(module.node(), link).isPresent());
        return Stream.of(transmitter, receiver)
                .flatMap(module -> absence(module, vouched).stream())
                .findFirst();
    }

    private Optional<String> absence(ModuleId module, boolean vouched) {
        if (!layer.isRegistered(module.node())) {
            return Optional.of("node " + module.node() + " is not registered or is disabled");
        }
        if (!layer.hasReported(module.node())) {
            return vouched ? Optional.empty() : Optional.of("node " + module.node() + " has not reported yet");
        }
        return layer.module(module).isPresent()
                ? Optional.empty()
                : Optional.of("node " + module.node() + " reports no module " + module.interfaceId());
    }
}
