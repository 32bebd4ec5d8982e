package org.qkdn.controller.core.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.forecast.StoreForecast;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.pairing.PhysLinks;
import org.qkdn.controller.core.program.Conformity;
import org.qkdn.controller.core.service.Grants;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;

/**
 * Links report their rates all the time and nodes what they hold; nearly always nothing follows from it, and then nothing
 * else is computed.
 */
final class Performance {
    private Performance() {}

    /**
     * Renews the links' figures. True where nothing else happened and no decision can change: no link's status does, what is
     * reserved still fits, what services were granted stands, no service sees one of its limits crossed, and none waits for
     * rate, be it to leave where it is.
     */
    static boolean settles(NetworkState before, Draft draft, List<Event> batch) {
        if (!batch.stream().allMatch(event -> isRoutine(before, event))
                || draft.services.values().stream().anyMatch(service -> waits(draft, service))) {
            return false;
        }
        OpticalLayer layer = new OpticalLayer(
                draft.plant,
                draft.inventory.nodes().keySet(),
                draft.reports,
                draft.unreachable.keySet(),
                draft.switches,
                Set.of());
        PhysLinks links = new PhysLinks(layer, draft.unreachable, draft.programmingErrors);
        List<ServiceState> choosy = draft.services.values().stream()
                .filter(service -> service.service().rules().links().limits())
                .toList();
        Set<KeyAssociationLinkId> renewed =
                batch.stream().flatMap(event -> links(event, draft)).collect(Collectors.toSet());
        return renewed.stream()
                        .allMatch(link -> isSpared(before.forecasts(), link) == isSpared(draft.forecasts, link)
                                && settles(draft, links, choosy, link))
                && Grants.stand(draft.links, changed(before, draft, renewed), draft.services);
    }

    /** Those that make key at another rate now. */
    private static Set<KeyAssociationLinkId> changed(
            NetworkState before, Draft draft, Set<KeyAssociationLinkId> renewed) {
        return renewed.stream()
                .filter(link -> !draft.links
                        .get(link)
                        .skr()
                        .equals(before.links().get(link).skr()))
                .collect(Collectors.toSet());
    }

    private static boolean isRoutine(NetworkState before, Event event) {
        return event instanceof Event.LinkPerformed
                || (event instanceof Event.NodeReported reported && isRoutine(before, reported.report()));
    }

    /** A node is read from time to time, and mostly holds what it held and should. */
    private static boolean isRoutine(NetworkState before, NodeReport report) {
        NodeName node = report.node();
        NodeReport last = before.reports().get(node);
        return last != null
                && before.isReachable(node)
                && !before.unread().containsKey(node)
                && !before.programmingErrors().containsKey(node.value())
                && !before.refusals().containsKey(node)
                && before.desired().containsKey(node)
                && last.isLike(report)
                && new Conformity(report).isExactly(before.desired().get(node));
    }

    private static Stream<KeyAssociationLinkId> links(Event event, Draft draft) {
        return switch (event) {
            case Event.LinkPerformed performed -> Stream.of(performed.link());
            case Event.NodeReported reported ->
                reported.report().links().stream().map(ReportedLink::id).filter(id -> draft.links.containsKey(id));
            default -> Stream.empty();
        };
    }

    private static boolean settles(Draft draft, PhysLinks links, List<ServiceState> choosy, KeyAssociationLinkId link) {
        PhysLink before = draft.links.get(link);
        Optional<Pairing.Made> pair = Optional.ofNullable(before).flatMap(draft::pairOf);
        if (pair.isEmpty() || before.held()) {
            return false;
        }
        PhysLink renewed = links.of(pair.get()).withReserved(before.reserved());
        PhysLink after = before.turns().map(renewed::takingTurns).orElse(renewed);
        boolean settled = after.status() == before.status()
                && after.canCarry() == before.canCarry()
                && after.reserved().compareTo(after.capacity()) <= 0
                && choosy.stream().noneMatch(service -> concerns(service, before, after));
        if (settled) {
            draft.links.put(after.id(), after);
        }
        return settled;
    }

    private static boolean isSpared(Map<KeyAssociationLinkId, StoreForecast> forecasts, KeyAssociationLinkId link) {
        return forecasts.getOrDefault(link, StoreForecast.UNKNOWN).spared();
    }

    /** For rate, for its nodes, or to leave where it is. */
    private static boolean waits(Draft draft, ServiceState service) {
        return !draft.isExpired(service.service())
                && (service.status() != Status.UP
                        || service.reason().isPresent()
                        || service.handover().isPresent());
    }

    private static boolean concerns(ServiceState service, PhysLink before, PhysLink after) {
        LinkRules rules = service.service().rules().links();
        return rules.allows(before.qberPpm(), before.storedBits()) != rules.allows(after.qberPpm(), after.storedBits())
                && service.shares().stream().anyMatch(share -> share.hops().contains(after.id()));
    }
}
