package org.qkdn.controller.core.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.forecast.StoreForecast;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.lighting.KeyDeficits;
import org.qkdn.controller.core.lighting.Lighting;
import org.qkdn.controller.core.lighting.Prospect;
import org.qkdn.controller.core.lighting.Rest;
import org.qkdn.controller.core.lighting.WhatToLight;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.PairingPolicy;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.pairing.Closed;
import org.qkdn.controller.core.pairing.DirectLink;
import org.qkdn.controller.core.pairing.DirectLinks;
import org.qkdn.controller.core.pairing.ExpectedRate;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PairingPlan;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.pairing.RateModel;
import org.qkdn.controller.core.pairing.Wishes;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayGraph;
import org.qkdn.controller.core.path.RelayLink;
import org.qkdn.controller.core.path.RelayNode;
import org.qkdn.controller.core.service.EndPoints;
import org.qkdn.controller.core.service.RelayOverhead;
import org.qkdn.controller.core.switching.ModulePair;

/**
 * Looks from time to time, and when something changes that matters, at which of the modules that are left to the controller
 * should be lit.
 */
final class LightingReview {
    private final NetworkState before;
    private final Draft draft;
    private final OpticalLayer layer;
    private final PairingPolicy policy;
    private final Closed closed;
    private final SourceSlots slots;

    LightingReview(NetworkState before, Draft draft, OpticalLayer layer, SourceSlots slots) {
        this.slots = slots;
        this.before = before;
        this.draft = draft;
        this.layer = layer;
        policy = draft.plant.policy();
        closed = Closed.of(draft.inventory.maintenance().values(), draft.plant);
    }

    /** @param others what is paired whatever is chosen here */
    void hold(Wishes others) {
        if (!policy.automatic()) {
            draft.lighting = Lighting.NONE;
        } else if (isDue()) {
            review(others);
        } else if (!draft.slotsOver.isEmpty()) {
            light(prospects(others), false, draft.lighting.turn());
        }
    }

    private void review(Wishes others) {
        int turn = draft.lighting.turn() + 1;
        light(prospects(others), true, turn);
        draft.timers.add(new Timer(policy.horizon(), new Event.LightingReviewDue(turn)));
    }

    /** @param all whether pairs that no source serves may change as well */
    private void light(List<Prospect> prospects, boolean all, int turn) {
        Map<Boolean, List<Prospect>> bySource = prospects.stream().collect(Collectors.partitioningBy(slots::isUsed));
        List<Prospect> others = all
                ? WhatToLight.of(bySource.get(false), policy.horizon())
                : draft.lighting.pairs().stream()
                        .filter(each -> !slots.isUsed(each))
                        .toList();
        List<Prospect> pairs = Stream.concat(others.stream(), slots.choose(bySource.get(true)).stream())
                .toList();
        draft.lighting = new Lighting(pairs, prospects, draft.lighting.resting(), turn, draft.lighting.slots());
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
                || draft.lighting.pairs().stream().map(Prospect::link).anyMatch(this::isEmptied);
    }

    private static Set<KeyAssociationLinkId> drained(Map<KeyAssociationLinkId, StoreForecast> forecasts) {
        return forecasts.entrySet().stream()
                .filter(each -> each.getValue().spared())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Its light crosses what is in maintenance, and no service has a path over it any more. */
    private boolean isEmptied(DirectLink link) {
        return isClosed(link)
                && draft.services.values().stream()
                        .flatMap(service -> service.held().stream())
                        .noneMatch(share -> share.hops().contains(link.link()));
    }

    private boolean isClosed(DirectLink link) {
        return link.path().spans().stream().anyMatch(closed.spans()::contains)
                || link.path().crossConnects().stream()
                        .map(Pairing.CrossConnect::switchName)
                        .anyMatch(closed.switches()::contains);
    }

    private static Set<ModuleId> usable(Collection<NodeReport> reports) {
        return reports.stream()
                .flatMap(report -> report.modules().stream())
                .filter(QkdModule::working)
                .map(QkdModule::id)
                .collect(Collectors.toSet());
    }

    private List<Prospect> prospects(Wishes wishes) {
        Collection<Pairing> paired =
                PairingPlan.of(layer, wishes, before.pairings(), closed).values();
        Set<ModuleId> others = new HashSet<>();
        draft.plant.fixedPairs().forEach(pair -> others.addAll(Set.of(pair.transmitter(), pair.receiver())));
        draft.plant.wantedPairings().forEach(wish -> others.addAll(Set.of(wish.transmitter(), wish.receiver())));
        List<DirectLink> possible = DirectLinks.of(layer, RateModel.of(draft.plant)).links().stream()
                .filter(link -> !link.isFixed())
                .filter(link -> !others.contains(link.transmitter()) && !others.contains(link.receiver()))
                .filter(link -> paired.stream().noneMatch(link::clashesWith))
                .filter(link -> isLit(link) ? !isEmptied(link) : mayBeLit(link))
                .toList();
        KeyDeficits deficits = deficits(possible);
        Map<Association, Long> stored = stored();
        return possible.stream()
                .map(link -> prospect(link, deficits, stored))
                .filter(Prospect::isWorthWhile)
                .toList();
    }

    private boolean isLit(DirectLink link) {
        boolean made = before.pairings().get(link.transmitter()) instanceof Pairing.Made known
                && known.link().equals(link.link())
                && known.crossConnects().equals(link.path().crossConnects());
        boolean works = Stream.of(link.transmitter(), link.receiver())
                .flatMap(module -> layer.reported(module.node(), link.link()).stream())
                .anyMatch(report -> report.enabled()
                        && report.channel().equals(Optional.of(link.path().channel())));
        return made || (works && link.path().crossConnects().stream().allMatch(layer::connects));
    }

    /** Neither locked, nor failed, nor closed, nor out of reach. */
    private boolean mayBeLit(DirectLink link) {
        return Stream.of(link.transmitter(), link.receiver())
                        .allMatch(module -> !policy.locked().contains(module)
                                && layer.isReachable(module.node())
                                && layer.module(module).map(QkdModule::working).orElse(false))
                && !draft.switching.isBarred(new ModulePair(link.transmitter(), link.receiver()))
                && link.path().crossConnects().stream()
                        .map(Pairing.CrossConnect::switchName)
                        .allMatch(draft::isReachable)
                && !isClosed(link);
    }

    private Prospect prospect(DirectLink link, KeyDeficits deficits, Map<Association, Long> stored) {
        boolean lit = isLit(link);
        Association association =
                Association.of(link.transmitter().node(), link.receiver().node());
        ModulePair pair = new ModulePair(link.transmitter(), link.receiver());
        return new Prospect(
                link,
                rate(link, lit),
                deficits.bits(association, stored.getOrDefault(association, 0L)),
                lit,
                lit && policy.locked().stream().anyMatch(pair::has),
                lit ? Duration.ZERO : draft.switching.relock(pair).orElse(policy.relock()));
    }

    /** As it is observed; one that has had its time and makes no key is worth nothing. */
    private long rate(DirectLink link, boolean lit) {
        long expected = expected(link);
        PhysLink known = draft.links.get(link.link());
        if (lit && known != null) {
            boolean underWay = draft.switching.underWay().containsKey(link.transmitter());
            return known.status() == LinkStatus.ACTIVE && known.skr().bitsPerSecond() > 0
                    ? known.skr().bitsPerSecond()
                    : known.status() == LinkStatus.ACTIVE || underWay ? expected : 0;
        }
        Rest rest = draft.lighting.resting().get(link.link());
        return rest != null && rest.pair().channel().equals(link.path().channel())
                ? Math.max(1, rest.rate().bitsPerSecond())
                : expected;
    }

    /** Of what nothing is known, what either module makes with another. */
    private long expected(DirectLink link) {
        return link.expected().basis() == ExpectedRate.Basis.UNKNOWN
                ? draft.links.values().stream()
                        .filter(other -> new ModulePair(other.transmitter(), other.receiver()).has(link.transmitter())
                                || new ModulePair(other.transmitter(), other.receiver()).has(link.receiver()))
                        .mapToLong(other -> other.skr().bitsPerSecond())
                        .reduce(1, Math::max)
                : Math.max(1, link.expected().rate().bitsPerSecond());
    }

    private Map<Association, Long> stored() {
        Map<Association, Long> stored = new HashMap<>();
        draft.links.values().forEach(link -> link.storedBits()
                .ifPresent(bits -> stored.merge(
                        Association.of(
                                link.transmitter().node(), link.receiver().node()),
                        bits,
                        Long::sum)));
        return stored;
    }

    private KeyDeficits deficits(List<DirectLink> possible) {
        Map<KeyAssociationLinkId, RelayLink> links = new HashMap<>();
        possible.forEach(link -> links.merge(
                link.link(), relayLink(link), (one, other) -> one.capacity() >= other.capacity() ? one : other));
        draft.links.values().stream()
                .filter(link -> link.status() == LinkStatus.ACTIVE)
                .forEach(link -> links.put(
                        link.id(),
                        relayLink(
                                link.id(),
                                link.transmitter(),
                                link.receiver(),
                                link.skr().bitsPerSecond())));
        Map<KeyAssociationLinkId, Association> ends = new HashMap<>();
        links.forEach((id, link) -> ends.put(id, Association.of(link.a(), link.b())));
        List<RelayNode> nodes = draft.inventory.nodes().entrySet().stream()
                .map(node -> new RelayNode(
                        node.getKey(), node.getValue().domain(), node.getValue().trustClass()))
                .toList();
        return KeyDeficits.of(
                RelayGraph.of(nodes, links.values()), ends, demands(), policy.storeTargetBits(), policy.horizon());
    }

    private RelayLink relayLink(DirectLink link) {
        return relayLink(link.link(), link.transmitter(), link.receiver(), expected(link));
    }

    private RelayLink relayLink(KeyAssociationLinkId id, ModuleId transmitter, ModuleId receiver, long rate) {
        PhysLink known = draft.links.get(id);
        Set<String> models = Stream.of(transmitter, receiver)
                .flatMap(module -> layer.module(module).stream())
                .map(QkdModule::model)
                .collect(Collectors.toSet());
        return new RelayLink(
                id,
                transmitter.node(),
                receiver.node(),
                rate,
                rate,
                known == null ? Optional.empty() : known.qberPpm(),
                known == null ? Optional.empty() : known.storedBits(),
                models,
                Set.of());
    }

    private List<RelayDemand> demands() {
        List<RelayDemand> demands = new ArrayList<>();
        Stream.concat(draft.configured.values().stream(), draft.asked.values().stream())
                .filter(service -> !draft.isExpired(service))
                .forEach(service -> demand(service).ifPresent(demands::add));
        return demands;
    }

    private Optional<RelayDemand> demand(KeyService service) {
        return EndPoints.of(service, draft.inventory) instanceof EndPoints.Known ends
                ? Optional.of(new RelayDemand(
                        ends.sourceNode(),
                        ends.destinationNode(),
                        RelayOverhead.on(service.guaranteed()).bitsPerSecond(),
                        service.rules()))
                : Optional.empty();
    }
}
