package org.qkdn.controller.core.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.qkdn.controller.core.forecast.StoreForecast;
import org.qkdn.controller.core.lighting.Lighting;
import org.qkdn.controller.core.lighting.Rest;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.program.Adoption;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.switching.Switching;

/** The next state while it is being made; never leaves one call of the engine. */
final class Draft {
    Inventory inventory;
    OpticalPlant plant;
    SortedMap<String, KeyService> configured;
    SortedMap<String, KeyService> asked;
    boolean provisionOnRequest;
    SortedMap<NodeName, NodeReport> reports;
    SortedMap<NodeName, String> unreachable;
    SortedMap<String, SortedMap<Integer, Integer>> switches;
    SortedMap<String, String> unreachableSwitches;
    SortedMap<ModuleId, Pairing> pairings;
    SortedMap<KeyAssociationLinkId, PhysLink> links;
    SortedMap<String, ServiceState> services;
    SortedMap<NodeName, DesiredNode> desired;
    SortedMap<String, SortedMap<Integer, Integer>> desiredSwitches;
    SortedMap<NodeName, Set<KeyAssociationLinkId>> unread;
    final Set<NodeName> toldSinceReport;
    SortedMap<String, String> programmingErrors;
    SortedMap<NodeName, Refusal> refusals;
    SortedMap<NodeName, ForeignEdits> foreignEdits;
    SortedMap<NodeName, Adoption> adopted;
    SortedMap<KeyAssociationLinkId, Flaps> flaps;
    SortedMap<KeyAssociationLinkId, StoreForecast> forecasts;
    final List<Timer> timers = new ArrayList<>();
    Set<NetworkState.Configuration> told;
    boolean discovered;
    SortedMap<String, Move> moves;
    Reviews reviews;
    /** Whether the event is that the next review is due. */
    boolean reviewDue;

    final Set<Event.ServiceExpired> expired;
    Switching switching;
    Lighting lighting;

    /** Whether the event is that the next look at what to light is due. */
    boolean lightingDue;

    /** The time of the newest event, by the controller's clock. */
    Optional<Instant> now = Optional.empty();

    /** Switchovers whose light has come to rest. */
    final Set<Integer> settled = new HashSet<>();

    /** Switchovers whose time is over. */
    final Set<Integer> overdue = new HashSet<>();

    /** Sources of entangled photons whose slot is over. */
    final Set<String> slotsOver = new HashSet<>();

    /** Nodes and switches that refused what they were told. */
    final Set<String> refusedNow = new HashSet<>();

    Draft(NetworkState state) {
        inventory = state.inventory();
        plant = state.plant();
        configured = state.configured();
        asked = new TreeMap<>(state.asked());
        provisionOnRequest = state.provisionOnRequest();
        reports = new TreeMap<>(state.reports());
        unreachable = new TreeMap<>(state.unreachable());
        switches = new TreeMap<>(state.switches());
        unreachableSwitches = new TreeMap<>(state.unreachableSwitches());
        pairings = state.pairings();
        links = new TreeMap<>(state.links());
        services = state.services();
        desired = state.desired();
        desiredSwitches = state.desiredSwitches();
        unread = new TreeMap<>(state.unread());
        toldSinceReport = new HashSet<>(state.toldSinceReport());
        programmingErrors = new TreeMap<>(state.programmingErrors());
        refusals = new TreeMap<>(state.refusals());
        foreignEdits = new TreeMap<>(state.foreignEdits());
        adopted = new TreeMap<>(state.adopted());
        flaps = new TreeMap<>(state.flaps());
        forecasts = new TreeMap<>(state.forecasts());
        told = EnumSet.noneOf(NetworkState.Configuration.class);
        told.addAll(state.told());
        discovered = state.discovered();
        moves = new TreeMap<>(state.moves());
        reviews = state.reviews();
        expired = new HashSet<>(state.expired());
        switching = state.switching();
        lighting = state.lighting();
    }

    boolean isExpired(KeyService service) {
        return service.terms()
                .expires()
                .filter(time -> expired.contains(new Event.ServiceExpired(service.name(), time)))
                .isPresent();
    }

    /** Those that are made, and those that rest: nodes hold the links of both. */
    List<Pairing> lightAndRest() {
        return Stream.concat(
                        pairings.values().stream(),
                        lighting.resting().values().stream().map(Rest::pair))
                .toList();
    }

    /** The pair that makes a link, or rests. */
    Optional<Pairing.Made> pairOf(PhysLink link) {
        return pairings.get(link.transmitter()) instanceof Pairing.Made made
                        && made.link().equals(link.id())
                ? Optional.of(made)
                : Optional.ofNullable(lighting.resting().get(link.id())).map(Rest::pair);
    }

    boolean isReachable(NodeName node) {
        return reports.containsKey(node) && !unreachable.containsKey(node);
    }

    /** The same of a switch. */
    boolean isReachable(String name) {
        return switches.containsKey(name) && !unreachableSwitches.containsKey(name);
    }

    NetworkState state() {
        return new NetworkState(
                inventory,
                plant,
                configured,
                asked,
                provisionOnRequest,
                reports,
                unreachable,
                switches,
                unreachableSwitches,
                pairings,
                links,
                services,
                desired,
                desiredSwitches,
                unread,
                toldSinceReport,
                programmingErrors,
                refusals,
                foreignEdits,
                adopted,
                flaps,
                told,
                discovered,
                forecasts,
                moves,
                reviews,
                expired,
                switching,
                lighting);
    }
}
