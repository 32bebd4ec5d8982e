package org.qkdn.controller.core.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.Maintenance.Target;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.service.Leave;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.Share;

/**
 * How far a part of the network that is in maintenance is emptied.
 *
 * @param relayed services that have a path over it, or may, and why they still do
 * @param ending services that end in it, which cannot leave
 */
public record Drain(Maintenance maintenance, SortedMap<String, String> relayed, Set<String> ending) {
    public Drain {
        relayed = Collections.unmodifiableSortedMap(new TreeMap<>(relayed));
        ending = Collections.unmodifiableSortedSet(new TreeSet<>(ending));
    }

    /** Whether it may be switched off, for all that could go elsewhere has. */
    public boolean isDrained() {
        return relayed.isEmpty();
    }

    /** One for each entry of the operator's, in their order. */
    public static List<Drain> of(NetworkState state) {
        return state.inventory().maintenance().values().stream()
                .map(each -> of(each, state))
                .toList();
    }

    private static Drain of(Maintenance maintenance, NetworkState state) {
        Set<KeyAssociationLinkId> links =
                links(maintenance.target(), state.pairings().values());
        SortedMap<String, String> relayed = new TreeMap<>();
        Set<String> ending = new TreeSet<>();
        state.services().forEach((name, service) -> {
            if (maintenance.target() instanceof Target.Node(NodeName node)) {
                if (ends(service, state).anyMatch(node::equals)) {
                    ending.add(name);
                } else if (isUnknown(service)
                        || service.held().stream()
                                .anyMatch(share -> share.path().relays().contains(node))) {
                    relayed.put(name, why(service));
                }
            } else if (isUnknown(service)
                    || service.held().stream()
                            .map(Share::hops)
                            .flatMap(List::stream)
                            .anyMatch(links::contains)) {
                relayed.put(name, why(service));
            }
        });
        if (!state.discovered()) {
            state.configured().keySet().forEach(name -> relayed.putIfAbsent(name, "nothing is decided yet"));
        }
        return new Drain(maintenance, relayed, ending);
    }

    private static Stream<NodeName> ends(ServiceState service, NetworkState state) {
        return Stream.of(service.source(), service.destination())
                .flatMap(Optional::stream)
                .flatMap(sae -> Optional.ofNullable(state.inventory().saes().get(sae)).stream());
    }

    /** Silent nodes relay it somewhere. */
    private static boolean isUnknown(ServiceState service) {
        return service.status() == ServiceState.Status.PENDING
                && service.placement().isEmpty();
    }

    private static String why(ServiceState service) {
        return service.reason()
                .orElse(service.handover().isPresent() ? "moves to another path" : "its path was chosen before");
    }

    /** What services are to leave because of maintenance. */
    static Leave leave(Collection<Maintenance> maintenance, Collection<Pairing> pairings) {
        Map<NodeName, Leave.Notice> nodes = new HashMap<>();
        Map<KeyAssociationLinkId, Leave.Notice> links = new HashMap<>();
        for (Maintenance each : maintenance) {
            Leave.Notice notice = new Leave.Notice(Leave.Kind.SHUNNED, each.notice());
            if (each.target() instanceof Target.Node(NodeName node)) {
                nodes.putIfAbsent(node, notice);
            }
            links(each.target(), pairings).forEach(link -> links.putIfAbsent(link, notice));
        }
        return new Leave(nodes, links);
    }

    private static Set<KeyAssociationLinkId> links(Target target, Collection<Pairing> pairings) {
        return switch (target) {
            case Target.Node node -> Set.of();
            case Target.Link link -> Set.of(link.id());
            case Target.Switch named ->
                links(pairings, made -> made.crossConnects().stream()
                        .anyMatch(crossing -> crossing.switchName().equals(named.name())));
            case Target.Span span -> links(pairings, made -> made.spans().contains(span.name()));
        };
    }

    private static Set<KeyAssociationLinkId> links(Collection<Pairing> pairings, Predicate<Pairing.Made> crosses) {
        return pairings.stream()
                .filter(Pairing.Made.class::isInstance)
                .map(Pairing.Made.class::cast)
                .filter(crosses)
                .map(Pairing.Made::link)
                .collect(Collectors.toSet());
    }
}
