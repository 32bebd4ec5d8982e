package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
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
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SaeId;
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
            Predicate<KeyService> expired,
            Optional<Review> review) {
        SortedMap<String, ServiceState> states = new TreeMap<>();
        Map<String, EndPoints.Known> joined =
                joined(inventory, alive(wanted, expired, inventory, states), previous, reported, network, states);
        Map<String, List<KeyAssociationLinkId>> undecided = new HashMap<>();
        List<Map<KeyAssociationLinkId, SecretKeyRate>> inUse = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        for (KeyService service : wanted) {
            Optional.ofNullable(joined.get(service.name())).ifPresent(ends -> {
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
        Placing.Outcome outcome = Placing.of(network, candidates, inUse, review);
        for (Candidate candidate : candidates) {
            String name = candidate.service().name();
            states.put(name, state(candidate, outcome.results().get(name), reported, network));
        }
        wanted.stream()
                .filter(service -> undecided.containsKey(service.name()))
                .forEach(service -> states.put(service.name(), waiting(service, joined.get(service.name()))));
        return new ServicePlan(
                states, joined.keySet(), undecided.keySet(), leftAlone, outcome.reserved(), outcome.moved());
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
                ? reported.backing(application(candidate.service(), candidate.ends()), candidate.ends())
                : List.of();
    }

    private static ServiceState waiting(KeyService service, EndPoints.Known ends) {
        return new ServiceState(
                service,
                application(service, ends),
                Optional.of(ends.source()),
                Optional.of(ends.destination()),
                Status.PENDING,
                Optional.of("keys are relayed over nodes that have not reported yet; left as it is until they do"),
                Optional.empty(),
                Optional.empty());
    }

    /** Those that have not ended; those that have are put into {@code states}. */
    private static List<KeyService> alive(
            Collection<KeyService> wanted,
            Predicate<KeyService> expired,
            Inventory inventory,
            Map<String, ServiceState> states) {
        List<KeyService> alive = new ArrayList<>();
        for (KeyService service : wanted) {
            if (expired.test(service)) {
                String reason = "expired at " + service.terms().expires().orElseThrow()
                        + ": name a later date, or remove the service";
                states.put(
                        service.name(),
                        switch (EndPoints.of(service, inventory)) {
                            case EndPoints.Unusable ends -> refused(service, ends.source(), ends.destination(), reason);
                            case EndPoints.Known ends ->
                                refused(service, Optional.of(ends.source()), Optional.of(ends.destination()), reason);
                        });
            } else {
                alive.add(service);
            }
        }
        return alive;
    }

    /** Ends of the services that can be; those that cannot be are put into {@code states}. */
    private static Map<String, EndPoints.Known> joined(
            Inventory inventory,
            Collection<KeyService> wanted,
            Map<String, ServiceState> previous,
            ReportedServices reported,
            RelayNetwork network,
            Map<String, ServiceState> states) {
        Map<String, EndPoints.Known> joined = new HashMap<>();
        List<KeyService> possible = new ArrayList<>();
        for (KeyService service : wanted) {
            switch (ends(service, inventory, network)) {
                case EndPoints.Unusable unusable ->
                    states.put(
                            service.name(),
                            refused(service, unusable.source(), unusable.destination(), unusable.reason()));
                case EndPoints.Known known -> {
                    joined.put(service.name(), known);
                    possible.add(service);
                }
            }
        }
        // of two services for the same SAEs the one that is at work stays
        possible.sort(Comparator.<KeyService, Boolean>comparing(
                        service -> !isAtWork(service, joined.get(service.name()), previous, reported))
                .thenComparing(KeyService::name));
        Map<Set<SaeId>, String> owners = new HashMap<>();
        for (KeyService service : possible) {
            EndPoints.Known ends = joined.get(service.name());
            String owner = owners.computeIfAbsent(ends.pair(), pair -> service.name());
            if (!owner.equals(service.name())) {
                joined.remove(service.name());
                String reason = "service " + owner + " already joins these two SAEs: remove one of the two";
                states.put(
                        service.name(),
                        refused(service, Optional.of(ends.source()), Optional.of(ends.destination()), reason));
            }
        }
        return joined;
    }

    /** Unusable also where an agent cannot be told of the mix: its node would take a share for a key. */
    private static EndPoints ends(KeyService service, Inventory inventory, RelayNetwork network) {
        EndPoints ends = EndPoints.of(service, inventory);
        if (service.mix().isSingle() || !(ends instanceof EndPoints.Known known)) {
            return ends;
        }
        return Stream.of(known.sourceNode(), known.destinationNode())
                .filter(network.singleOnly()::contains)
                .findFirst()
                .<EndPoints>map(node -> new EndPoints.Unusable(
                        Optional.of(known.source()),
                        Optional.of(known.destination()),
                        "the agent of node " + node + " does not know qkdn-node-extension, so it cannot be told to make"
                                + " keys by " + service.mix().combination()
                                + ": ask for combination single, or update the agent"))
                .orElse(known);
    }

    private static boolean isAtWork(
            KeyService service, EndPoints.Known ends, Map<String, ServiceState> previous, ReportedServices reported) {
        ServiceState before = previous.get(service.name());
        return reported.isHeld(application(service, ends))
                || (before != null
                        && before.placement().isPresent()
                        && before.application().equals(application(service, ends)));
    }

    private static Candidate candidate(
            KeyService service,
            EndPoints.Known ends,
            Map<String, ServiceState> previous,
            ReportedServices reported,
            RelayNetwork network) {
        Optional<ServiceState> before = Optional.ofNullable(previous.get(service.name()))
                .filter(state -> state.application().equals(application(service, ends)));
        Optional<Placement> placement = before.flatMap(ServiceState::placement)
                .filter(placed -> placed.joins(ends.sourceNode(), ends.destinationNode()))
                .or(() -> reported.placement(application(service, ends), ends, network.links()));
        boolean held = before.map(state ->
                        state.status() != Status.DOWN || state.placement().isEmpty())
                .orElse(true);
        List<Placement> carrying = before.isPresent()
                ? before.flatMap(ServiceState::handover)
                        .map(ServiceState.Handover::from)
                        .orElse(List.of())
                : reported.otherPlacement(application(service, ends), ends, network.links()).stream()
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
                .filter(before -> !before.equals(to)
                        && carries(before, reported, network)
                        && reported.mayBack(
                                application(candidate.service(), candidate.ends()), candidate.ends(), before.links()))
                .toList();
        return from.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ServiceState.Handover(from, to.shares().stream().allMatch(reported::isInPlace)));
    }

    private static ApplicationId application(KeyService service, EndPoints.Known ends) {
        return Identities.clientApplication(service.name(), ends.source(), ends.destination(), service.mix());
    }

    private static ServiceState state(
            Candidate candidate, Placing.Result result, ReportedServices reported, RelayNetwork network) {
        return new ServiceState(
                candidate.service(),
                application(candidate.service(), candidate.ends()),
                Optional.of(candidate.ends().source()),
                Optional.of(candidate.ends().destination()),
                result.refusal().isPresent() ? Status.DOWN : Status.PENDING,
                result.refusal().or(result::remark),
                result.placement(),
                result.placement().flatMap(to -> handover(candidate, to, reported, network)),
                result.admission());
    }

    private static ServiceState refused(
            KeyService service, Optional<SaeId> source, Optional<SaeId> destination, String reason) {
        ApplicationId application = Identities.clientApplication(
                service.name(),
                source.orElseGet(() -> new SaeId(service.source())),
                destination.orElseGet(() -> new SaeId(service.destination())),
                service.mix());
        return new ServiceState(
                service,
                application,
                source,
                destination,
                Status.DOWN,
                Optional.of(reason),
                Optional.empty(),
                Optional.empty());
    }
}
