package org.qkdn.controller.core.plan;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.SharedRisk;

/**
 * What an operator asks about, in the order in which it happens: maintenance that begins, things that fail, services that are
 * wanted in addition.
 */
public record Hypothesis(List<Maintenance.Target> maintenance, Breakdown breakdown, List<KeyService> demands) {
    public Hypothesis {
        maintenance = List.copyOf(maintenance);
        demands = List.copyOf(demands);
    }

    /** The first thing that the network does not have, or has already; names it and what there is. */
    public Optional<String> objection(NetworkState state) {
        return Stream.of(
                        maintenance.stream()
                                .flatMap(target -> unknown(target, state).stream())
                                .findFirst(),
                        unknown("span", breakdown.spans(), state.plant().spans().keySet()),
                        unknown(
                                "node",
                                breakdown.nodes(),
                                state.inventory().nodes().keySet()),
                        unknown(
                                "switch",
                                breakdown.switches(),
                                state.plant().switches().keySet()),
                        unknown("link", breakdown.links(), state.links().keySet()),
                        unknownVendor(state),
                        demands.stream()
                                .map(KeyService::name)
                                .filter(name -> state.services().containsKey(name))
                                .map(name -> "demand " + name + ": a service of this name is there already: name it"
                                        + " otherwise")
                                .findFirst(),
                        twice(demands.stream().map(KeyService::name).toList()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> unknown(Maintenance.Target target, NetworkState state) {
        return switch (target) {
            case Maintenance.Target.Node node ->
                unknown("node", Set.of(node.name()), state.inventory().nodes().keySet());
            case Maintenance.Target.Link link ->
                unknown("link", Set.of(link.id()), state.links().keySet());
            case Maintenance.Target.Switch named ->
                unknown("switch", Set.of(named.name()), state.plant().switches().keySet());
            case Maintenance.Target.Span span ->
                unknown("span", Set.of(span.name()), state.plant().spans().keySet());
        };
    }

    private Optional<String> unknownVendor(NetworkState state) {
        Set<String> makers = new TreeSet<>();
        List<QkdModule> modules = state.reports().values().stream()
                .flatMap(report -> report.modules().stream())
                .toList();
        modules.forEach(module -> makers.add(SharedRisk.vendorOf(module.model()).name()));
        Predicate<String> known = vendor -> modules.stream().anyMatch(module -> Breakdown.isOf(vendor, module));
        return breakdown.vendors().stream()
                .sorted()
                .filter(known.negate())
                .map(vendor -> "vendor " + vendor + ": no module is of this maker; there are modules of " + makers)
                .findFirst();
    }

    private static <T> Optional<String> unknown(String kind, Set<T> named, Set<T> known) {
        return named.stream()
                .filter(name -> !known.contains(name))
                .map(Object::toString)
                .sorted()
                .map(name ->
                        kind + " " + name + " is not known: there " + (known.isEmpty() ? "is none" : "are " + known))
                .findFirst();
    }

    private static Optional<String> twice(Collection<String> names) {
        Set<String> seen = new TreeSet<>();
        return names.stream()
                .filter(name -> !seen.add(name))
                .map(name -> "demand " + name + " is there twice: name each otherwise")
                .findFirst();
    }
}
