package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.service.ServiceState.Status;

/**
 * What becomes of all services.
 *
 * @param services by name; PENDING where a service has its path, DOWN where it has none
 * @param joined names of the services that join two SAEs, with a path or without
 * @param undecided services and VIRT links that are to be left as nodes report them, until silent nodes have reported
 * @param reserved rate on each link, relay overhead included
 * @param moved services that go from a path that works to another, and why
 */
public record ServicePlan(
        SortedMap<String, ServiceState> services,
        Set<String> joined,
        Set<String> undecided,
        Set<KeyAssociationLinkId> undecidedLinks,
        Map<KeyAssociationLinkId, SecretKeyRate> reserved,
        Map<String, Moved> moved) {
    public ServicePlan {
        services = Collections.unmodifiableSortedMap(services);
        joined = Set.copyOf(joined);
        undecided = Set.copyOf(undecided);
        undecidedLinks = Set.copyOf(undecidedLinks);
        reserved = Map.copyOf(reserved);
        moved = Map.copyOf(moved);
    }

    /**
     * Decides them all.
     *
     * @param previous what was decided last; where it knows nothing, nodes' reports are asked
     * @param expired services that have ended
     * @param review where services are to be moved for gain as well
     */
    public static ServicePlan of(
            Inventory inventory,
            Collection<KeyService> wanted,
            Map<String, ServiceState> previous,
            ReportedServices reported,
            RelayNetwork network,
            Optional<Review> review,
            Predicate<KeyService> expired) {
        Joined joined = new Joined(inventory, wanted, previous, reported, network, expired);
        SortedMap<String, ServiceState> states = new TreeMap<>(joined.refused());
        Map<String, List<KeyAssociationLinkId>> undecided = new HashMap<>();
        List<Map<KeyAssociationLinkId, SecretKeyRate>> inUse = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        for (KeyService service : wanted) {
            Optional.ofNullable(joined.ends().get(service.name())).ifPresent(ends -> {
                Candidate candidate = candidate(service, ends, previous, reported, network);
                List<KeyAssociationLinkId> unread = unread(candidate, previous, reported);
                if (unread.isEmpty()) {
                    candidates.add(candidate);
                } else {
                    undecided.put(service.name(), unread);
                    inUse.add(unread.stream()
                            .filter(link -> network.link(link).isPresent())
                            .collect(Collectors.toMap(link -> link, link -> candidate.rate())));
                }
            });
        }
        Set<KeyAssociationLinkId> placed = candidates.stream()
                .flatMap(candidate -> candidate.previous().stream())
                .flatMap(placement -> placement.links().stream())
                .collect(Collectors.toSet());
        Set<KeyAssociationLinkId> unread =
                undecided.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        Set<KeyAssociationLinkId> leftAlone =
                reported.undecided().links(unread, placed, network.links().keySet());
        leftAlone.forEach(link -> inUse.add(reported.undecided().reserved(link)));
        Placing.Outcome outcome = BestOrder.of(network, candidates, inUse).outcome(review);
        for (Candidate candidate : candidates) {
            String name = candidate.service().name();
            states.put(name, state(candidate, outcome.results().get(name), reported, network));
        }
        wanted.stream()
                .filter(service -> undecided.containsKey(service.name()))
                .forEach(service -> states.put(
                        service.name(), waiting(service, joined.ends().get(service.name()))));
        return new ServicePlan(
                states, joined.ends().keySet(), undecided.keySet(), leftAlone, outcome.reserved(), outcome.moved());
    }

    /** The same with what services are granted on these links. */
    public ServicePlan granting(
            Map<KeyAssociationLinkId, PhysLink> links, Map<String, ServiceState> before, ReportedServices reported) {
        boolean open = !undecided.isEmpty() || !undecidedLinks.isEmpty();
        return new ServicePlan(
                Grants.of(links, services, before, reported, open), joined, undecided, undecidedLinks, reserved, moved);
    }

    /** The links of a service of which some path is known to silent nodes only. */
    private static List<KeyAssociationLinkId> unread(
            Candidate candidate, Map<String, ServiceState> previous, ReportedServices reported) {
        ServiceState before = previous.get(candidate.service().name());
        boolean open = before == null
                || (before.status() == Status.PENDING && before.placement().isEmpty())
                || reported.isNews(candidate.ends());
        return open && candidate.previous().isEmpty() && reported.undecided().isPossible()
                ? reported.backing(candidate.ends().application(candidate.service()), candidate.ends())
                : List.of();
    }

    private static ServiceState waiting(KeyService service, EndPoints.Known ends) {
        return new ServiceState(
                service,
                ends.application(service),
                Optional.of(ends.source()),
                Optional.of(ends.destination()),
                Status.PENDING,
                Optional.of("keys are relayed over nodes that have not reported yet; left as it is until they do"),
                Optional.empty(),
                Optional.empty());
    }

    private static Candidate candidate(
            KeyService service,
            EndPoints.Known ends,
            Map<String, ServiceState> previous,
            ReportedServices reported,
            RelayNetwork network) {
        Optional<ServiceState> before = Optional.ofNullable(previous.get(service.name()))
                .filter(state -> state.application().equals(ends.application(service)));
        Optional<Placement> placement = before.flatMap(ServiceState::placement)
                .filter(placed -> placed.joins(ends.sourceNode(), ends.destinationNode()))
                .or(() -> reported.placement(ends.application(service), ends, network.links()));
        boolean held = before.map(state ->
                        state.status() != Status.DOWN || state.placement().isEmpty())
                .orElse(true);
        List<Placement> carrying = before.isPresent()
                ? before.flatMap(ServiceState::handover)
                        .map(ServiceState.Handover::from)
                        .orElse(List.of())
                : reported.otherPlacement(ends.application(service), ends, network.links()).stream()
                        .toList();
        return new Candidate(
                service,
                ends,
                placement,
                held,
                placement.stream()
                        .flatMap(placed -> placed.shares().stream())
                        .filter(reported::isInPlace)
                        .collect(Collectors.toUnmodifiableSet()),
                carrying.stream()
                        .filter(placed -> carries(placed, reported, network))
                        .toList(),
                before.flatMap(state -> state.admission().preemptor()),
                before.map(ServiceState::service)
                        .filter(last -> last.guaranteed().compareTo(service.guaranteed()) < 0));
    }

    private static boolean carries(Placement placement, ReportedServices reported, RelayNetwork network) {
        return placement.shares().stream().allMatch(reported::isInPlace)
                && placement.hops().stream()
                        .allMatch(hop ->
                                network.link(hop).filter(RelayNetwork::isActive).isPresent());
    }

    /** What carried the keys so far goes on until both ends have gone over to what is new. */
    private static Optional<ServiceState.Handover> handover(
            Candidate candidate, Placement to, ReportedServices reported, RelayNetwork network) {
        List<Placement> from = Stream.concat(candidate.carrying().stream(), candidate.previous().stream())
                .distinct()
                .filter(before -> !before.shares().equals(to.shares())
                        && carries(before, reported, network)
                        && reported.mayBack(
                                candidate.ends().application(candidate.service()), candidate.ends(), before.links()))
                .toList();
        return from.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ServiceState.Handover(from, to.shares().stream().allMatch(reported::isInPlace)));
    }

    private static ServiceState state(
            Candidate candidate, Placing.Result result, ReportedServices reported, RelayNetwork network) {
        return new ServiceState(
                candidate.service(),
                candidate.ends().application(candidate.service()),
                Optional.of(candidate.ends().source()),
                Optional.of(candidate.ends().destination()),
                result.refusal().isPresent() ? Status.DOWN : Status.PENDING,
                result.refusal().or(result::remark),
                result.placement(),
                result.placement().flatMap(to -> handover(candidate, to, reported, network)),
                result.admission());
    }
}
