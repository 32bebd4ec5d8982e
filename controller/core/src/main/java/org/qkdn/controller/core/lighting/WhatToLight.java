package org.qkdn.controller.core.lighting;

import com.google.common.collect.Sets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.matching.MaximumWeightMatching;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.pairing.DirectLink;

/**
 * Which pairs to light now: a maximum-weight matching of the modules. Where two of its pairs would need the same port or
 * the same channel of a span, the lighter goes another way, or gives way and the rest is matched anew. Then each change is
 * held back that gains less key than it costs.
 */
public final class WhatToLight {
    private static final int MOST_ROUNDS = 64;
    private static final Comparator<Prospect> BY_LINK = Comparator.<Prospect, ModuleId>comparing(
                    each -> each.link().transmitter())
            .thenComparing(each -> each.link().receiver())
            .thenComparing(each -> each.link().path().channel())
            .thenComparing(each -> each.link().path().crossConnects().toString());

    private final Duration horizon;
    private final List<Prospect> locked;
    private final List<Prospect> prospects;

    private WhatToLight(Collection<Prospect> prospects, Duration horizon) {
        this.horizon = horizon;
        Map<Boolean, List<Prospect>> split = prospects.stream()
                .sorted(BY_LINK)
                .collect(Collectors.partitioningBy(each -> each.locked() && each.lit()));
        this.locked = split.get(true);
        this.prospects = split.get(false);
    }

    /** The pairs; of several ways of the same two modules at most one. */
    public static List<Prospect> of(Collection<Prospect> prospects, Duration horizon) {
        WhatToLight plan = new WhatToLight(prospects, horizon);
        return Stream.concat(plan.locked.stream(), plan.held(plan.best()).stream())
                .sorted(BY_LINK)
                .toList();
    }

    private List<Prospect> best() {
        Set<Set<ModuleId>> given = new HashSet<>();
        List<Prospect> best = List.of();
        long most = -1;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Set<Set<ModuleId>> gaveWay = new HashSet<>();
            List<Prospect> placed = placed(matched(given), gaveWay);
            long weight =
                    placed.stream().mapToLong(each -> each.weight(horizon)).sum();
            if (weight > most) {
                most = weight;
                best = placed;
            }
            if (gaveWay.isEmpty()) {
                break;
            }
            given.addAll(gaveWay);
        }
        return best;
    }

    /** The pairs of modules that together weigh the most, heaviest first, whatever ways they take. */
    private List<Set<ModuleId>> matched(Set<Set<ModuleId>> excluded) {
        SortedSet<ModuleId> modules = new TreeSet<>();
        prospects.forEach(each -> modules.addAll(pair(each)));
        List<ModuleId> order = List.copyOf(modules);
        Map<ModuleId, Integer> numbers = new HashMap<>();
        order.forEach(module -> numbers.put(module, numbers.size()));
        List<MaximumWeightMatching.Edge> edges = prospects.stream()
                .filter(each -> !excluded.contains(pair(each)))
                .map(each -> new MaximumWeightMatching.Edge(
                        numbers.get(each.link().transmitter()),
                        numbers.get(each.link().receiver()),
                        each.weight(horizon)))
                .toList();
        return MaximumWeightMatching.of(order.size(), edges).edges().stream()
                .sorted(Comparator.comparing(MaximumWeightMatching.Edge::weight, Comparator.reverseOrder())
                        .thenComparing(MaximumWeightMatching.Edge::a))
                .map(edge -> Set.of(order.get(edge.a()), order.get(edge.b())))
                .toList();
    }

    private List<Prospect> placed(List<Set<ModuleId>> pairs, Set<Set<ModuleId>> gaveWay) {
        List<Prospect> taken = new ArrayList<>(locked);
        List<Prospect> placed = new ArrayList<>();
        for (Set<ModuleId> pair : pairs) {
            prospects.stream()
                    .filter(each -> pair(each).equals(pair))
                    .sorted(Comparator.comparing(each -> -each.weight(horizon)))
                    .filter(each ->
                            taken.stream().noneMatch(other -> each.link().clashesWith(other.link())))
                    .findFirst()
                    .ifPresentOrElse(
                            each -> {
                                taken.add(each);
                                placed.add(each);
                            },
                            () -> gaveWay.add(pair));
        }
        return placed;
    }

    private static Set<ModuleId> pair(Prospect each) {
        return Set.of(each.link().transmitter(), each.link().receiver());
    }

    /**
     * What is lit stays where changing it does not pay. Changes that hang together, for they share modules or light, are made
     * together or not at all.
     */
    private List<Prospect> held(List<Prospect> best) {
        List<Prospect> lit = prospects.stream().filter(Prospect::lit).toList();
        Set<DirectLink> before = lit.stream().map(Prospect::link).collect(Collectors.toSet());
        Set<DirectLink> after = best.stream().map(Prospect::link).collect(Collectors.toSet());
        List<Prospect> ends =
                lit.stream().filter(each -> !after.contains(each.link())).toList();
        List<Prospect> begins =
                best.stream().filter(each -> !before.contains(each.link())).toList();
        List<Prospect> kept = new ArrayList<>(
                best.stream().filter(each -> before.contains(each.link())).toList());
        for (Set<Prospect> change : components(Sets.union(Set.copyOf(ends), Set.copyOf(begins)))) {
            kept.addAll(pays(change) ? with(change, false) : with(change, true));
        }
        return kept;
    }

    private static List<Prospect> with(Set<Prospect> change, boolean lit) {
        return change.stream().filter(each -> each.lit() == lit).toList();
    }

    /** What ends makes no key while what begins is in the dark: that is what the change costs. */
    private boolean pays(Set<Prospect> change) {
        List<Prospect> ends = with(change, true);
        List<Prospect> begins = with(change, false);
        if (begins.isEmpty() || ends.isEmpty()) {
            return !begins.isEmpty();
        }
        Duration dark = begins.stream()
                .map(Prospect::dark)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        long gain = begins.stream().mapToLong(each -> each.useful(horizon)).sum()
                - ends.stream().mapToLong(each -> each.useful(horizon)).sum();
        return gain > ends.stream().mapToLong(each -> each.madeWithin(dark)).sum();
    }

    private static List<Set<Prospect>> components(Collection<Prospect> changes) {
        List<Set<Prospect>> components = new ArrayList<>();
        for (Prospect each : changes.stream().sorted(BY_LINK).toList()) {
            Set<Prospect> joined = new HashSet<>(Set.of(each));
            List<Set<Prospect>> touching = components.stream()
                    .filter(other -> other.stream().anyMatch(one -> one.link().clashesWith(each.link())))
                    .toList();
            touching.forEach(joined::addAll);
            components.removeAll(touching);
            components.add(joined);
        }
        return components;
    }
}
