package org.qkdn.controller.core.engine;

import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.pairing.Closed;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PairingPlan;
import org.qkdn.controller.core.pairing.PhysLinks;
import org.qkdn.controller.core.path.RelayNode;
import org.qkdn.controller.core.program.NodeIds;
import org.qkdn.controller.core.program.NodeProgram;
import org.qkdn.controller.core.program.Readback;
import org.qkdn.controller.core.program.SwitchProgram;
import org.qkdn.controller.core.service.LinkMake;
import org.qkdn.controller.core.service.RelayNetwork;
import org.qkdn.controller.core.service.ReportedServices;
import org.qkdn.controller.core.service.Requests;
import org.qkdn.controller.core.service.ServicePlan;

/**
 * Decides anew, from all that is known and what was decided last: pairings, then links, then services, then what each
 * node and switch should hold. Level-triggered: the order of events leaves no trace beyond the decisions themselves.
 */
final class Decisions {
    private final Draft draft;
    private final NetworkState before;
    private final Drift drift;
    private final SortedMap<NodeName, NodeReport> reports = new TreeMap<>();
    private final OpticalLayer layer;
    private final PhysLinks physLinks;
    private final ReportedServices reported;

    Decisions(NetworkState before, Draft draft, Drift drift) {
        this.drift = drift;
        this.draft = draft;
        this.before = before;
        reports.putAll(draft.reports);
        reports.keySet().retainAll(draft.inventory.nodes().keySet());
        layer = new OpticalLayer(
                draft.plant,
                draft.inventory.nodes().keySet(),
                reports,
                draft.unreachable.keySet(),
                draft.switches,
                toldToWork(before));
        physLinks = new PhysLinks(layer, draft.unreachable, draft.programmingErrors);
        reported = new ReportedServices(
                reports.values(),
                Sets.difference(reports.keySet(), before.reports().keySet()),
                Sets.difference(draft.inventory.nodes().keySet(), reports.keySet()),
                before.desired(),
                draft.unread);
    }

    private static Set<ModuleId> toldToWork(NetworkState before) {
        Set<ModuleId> told = new HashSet<>();
        before.desired().forEach((node, desired) -> desired.links().values().forEach(link -> {
            if (link instanceof DesiredLink.Phys phys && phys.enabled()) {
                told.add(new ModuleId(node, phys.localInterface()));
            }
        }));
        return told;
    }

    /** Fills in all decisions and gives the readback they were confirmed by. */
    Readback decide() {
        Switchovers switchovers = new Switchovers(draft, layer);
        switchovers.giveUpFailed();
        SourceSlots slots = new SourceSlots(draft, layer);
        new LightingReview(before, draft, layer, slots).hold(switchovers.wishes(List.of()));
        draft.pairings = PairingPlan.of(
                layer,
                switchovers.wishes(draft.lighting.wishes()),
                before.pairings(),
                Closed.of(draft.inventory.maintenance().values(), draft.plant));
        draft.links = new TreeMap<>(physLinks.of(draft.pairings.values()));
        switchovers.follow(before.pairings(), physLinks);
        slots.begin();
        new Turns(before, draft, layer).take(physLinks);
        new HoldDown(draft).judge(before);
        draft.forecasts.keySet().retainAll(draft.links.keySet());
        draft.asked = requests();
        Reviewing reviewing = new Reviewing(draft);
        ServicePlan placed = ServicePlan.of(
                draft.inventory, wanted(), draft.services, reported, network(), reviewing.review(), draft::isExpired);
        reviewing.settle(placed.moved(), placed.services().keySet());
        placed.reserved()
                .forEach((id, rate) -> draft.links.computeIfPresent(id, (same, link) -> link.withReserved(rate)));
        ServicePlan plan = placed.granting(draft.links, draft.services, reported);
        NodeIds ids = new NodeIds(
                draft.inventory,
                reports.values(),
                layer,
                draft.lightAndRest(),
                reported,
                plan.services().values());
        draft.desired = drift.settle(NodeProgram.of(
                draft.inventory,
                ids,
                draft.lightAndRest(),
                pair -> !draft.lighting.resting().containsKey(pair.link())
                        && physLinks.isConnected(pair)
                        && draft.switching.mayWork(pair),
                plan,
                reports));
        draft.desiredSwitches = SwitchProgram.of(layer, draft.pairings.values());
        draft.desired.forEach(this::expect);
        Readback readback = new Readback(reports, draft.desired, draft.unread, draft.programmingErrors);
        draft.services = readback.of(plan.services());
        return readback;
    }

    /** Of links that a node is newly told, what it reported before says nothing. */
    private void expect(NodeName node, DesiredNode desired) {
        Set<KeyAssociationLinkId> told =
                before.desired().getOrDefault(node, DesiredNode.EMPTY).links().keySet();
        if (!draft.unread.containsKey(node) && told.equals(desired.links().keySet())) {
            return;
        }
        Set<KeyAssociationLinkId> unread = new HashSet<>(desired.links().keySet());
        if (before.desired().containsKey(node) && before.reports().containsKey(node)) {
            unread.removeAll(told);
        } else if (reports.containsKey(node)) {
            // nothing was told since the start, so the report is up to date
            reports.get(node).links().forEach(link -> unread.remove(link.id()));
        }
        unread.addAll(draft.unread.getOrDefault(node, Set.of()));
        unread.retainAll(desired.links().keySet());
        if (unread.isEmpty()) {
            draft.unread.remove(node);
        } else {
            draft.unread.put(node, Set.copyOf(unread));
        }
    }

    /** Those asked for, and those that nodes still hold from before a restart; the operator's own services take over. */
    private SortedMap<String, KeyService> requests() {
        SortedMap<String, KeyService> requests = reported.requests(draft.inventory);
        requests.putAll(draft.asked);
        requests.values().removeIf(service -> !Requests.isDue(service, draft.configured.values(), draft.inventory));
        return requests;
    }

    private List<KeyService> wanted() {
        List<KeyService> wanted = new ArrayList<>(draft.configured.values());
        wanted.addAll(draft.asked.values());
        return wanted;
    }

    private RelayNetwork network() {
        Map<KeyAssociationLinkId, List<String>> spans = new HashMap<>();
        Map<KeyAssociationLinkId, LinkMake> makes = new HashMap<>();
        for (Pairing pairing : draft.lightAndRest()) {
            if (pairing instanceof Pairing.Made made) {
                spans.put(made.link(), made.spans());
                makes.put(made.link(), LinkMake.of(made, modules(made), draft.plant));
            }
        }
        Map<NodeName, String> unprogrammable = new HashMap<>();
        for (NodeName node : draft.inventory.nodes().keySet()) {
            if (!layer.isReachable(node)) {
                unprogrammable.put(
                        node, "is not reachable: " + draft.unreachable.getOrDefault(node, "it has not reported yet"));
            }
        }
        draft.refusals.forEach((node, refusal) -> {
            if (refusal.barred()) {
                unprogrammable.putIfAbsent(node, "refused: " + refusal.reason());
            }
        });
        Set<NodeName> singleOnly = reports.values().stream()
                .filter(report -> !report.combines())
                .map(NodeReport::node)
                .collect(Collectors.toSet());
        Map<NodeName, String> unrelaying = new HashMap<>();
        reports.values().forEach(report -> report.relayBar()
                .ifPresent(
                        bar -> unrelaying.put(report.node(), "cannot be told a relay path, its agent " + bar.text())));
        return new RelayNetwork(
                draft.links,
                spans,
                makes,
                RelayNode.of(draft.inventory),
                unprogrammable,
                singleOnly,
                unrelaying,
                Drain.leave(draft.inventory.maintenance().values(), draft.lightAndRest())
                        .and(Depletion.leave(draft)));
    }

    private Set<QkdModule> modules(Pairing.Made made) {
        return Stream.of(made.transmitter(), made.receiver())
                .flatMap(module -> layer.module(module).stream())
                .collect(Collectors.toSet());
    }
}
