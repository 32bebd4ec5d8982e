package org.qkdn.controller.core.engine;

import java.util.EnumSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.qkdn.controller.core.engine.NetworkState.Configuration;
import org.qkdn.controller.core.lighting.SlotTurn;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.service.Requests;
import org.qkdn.controller.core.switching.ModulePair;

/** Records what an event tells; decides nothing. */
final class Facts {
    private final Draft draft;

    private Facts(Draft draft) {
        this.draft = draft;
    }

    static void record(Draft draft, Event event) {
        new Facts(draft).record(event);
    }

    private void record(Event event) {
        switch (event) {
            case Event.InventoryChanged changed -> inventory(changed.inventory());
            case Event.OpticalPlantChanged changed -> plant(changed.plant());
            case Event.KeyServicesChanged changed -> {
                draft.configured = new TreeMap<>(changed.services());
                draft.expired.removeIf(each -> !changed.services().containsKey(each.name())
                        || !draft.isExpired(changed.services().get(each.name())));
                draft.provisionOnRequest = changed.provisionOnRequest();
                draft.refusals.clear();
                draft.told.add(Configuration.KEY_SERVICES);
            }
            case Event.ServiceExpired expired -> draft.expired.add(expired);
            case Event.NodeReported reported -> {
                draft.reports.put(reported.report().node(), reported.report());
                reported.at().ifPresent(at -> {
                    draft.now = reported.at();
                    Depletion.observe(draft, reported.report(), at);
                });
                draft.unread.remove(reported.report().node());
                draft.toldSinceReport.remove(reported.report().node());
                if (draft.unreachable.remove(reported.report().node()) != null) {
                    draft.refusals.remove(reported.report().node());
                }
            }
            case Event.NodeUnreachable lost -> draft.unreachable.put(lost.node(), lost.reason());
            case Event.LinkWentDown down -> change(down.node(), down.link(), link -> wentDown(link, down.reason()));
            case Event.LinkPerformed performed -> {
                change(performed.node(), performed.link(), link -> performed(link, performed));
                draft.now = performed.at().or(() -> draft.now);
                performed
                        .at()
                        .filter(at -> performed.storedBits().isPresent())
                        .ifPresent(at -> Depletion.observe(draft, performed.node(), performed.link(), at));
            }
            case Event.ApplicationAsked asked -> asked(asked);
            case Event.SwitchReported reported -> {
                draft.switches.put(reported.name(), new TreeMap<>(reported.crossConnects()));
                draft.unreachableSwitches.remove(reported.name());
            }
            case Event.SwitchUnreachable lost -> draft.unreachableSwitches.put(lost.name(), lost.reason());
            case Event.ProgrammingFailed failed -> {
                draft.programmingErrors.put(failed.target(), failed.reason());
                draft.refusedNow.add(failed.target());
                refused(failed);
            }
            case Event.RefusalOver over ->
                draft.refusals.computeIfPresent(
                        over.node(), (node, refusal) -> refusal.times() == over.times() ? refusal.over() : refusal);
            case Event.LinkSteady steady -> {
                Flaps flaps = draft.flaps.get(steady.link());
                if (flaps != null && flaps.isSteady(steady.turn())) {
                    draft.flaps.remove(steady.link());
                }
            }
            case Event.ReviewDue due -> draft.reviewDue |= due.turn() == draft.reviews.turn();
            case Event.HoldTimeOver over ->
                draft.moves.computeIfPresent(
                        over.service(), (name, move) -> move.times() == over.times() ? move.settled() : move);
            case Event.SwitchSettled settled -> draft.settled.add(settled.turn());
            case Event.SwitchoverOverdue overdue -> draft.overdue.add(overdue.turn());
            case Event.SwitchoverRetry retry ->
                draft.switching =
                        draft.switching.retry(new ModulePair(retry.transmitter(), retry.receiver()), retry.times());
            case Event.LightingReviewDue due -> draft.lightingDue |= due.turn() == draft.lighting.turn();
            case Event.SlotOver over -> {
                SlotTurn slot = draft.lighting.slots().get(over.source());
                if (slot != null && slot.number() == over.number()) {
                    draft.slotsOver.add(over.source());
                }
            }
            case Event.DiscoveryTimedOut timedOut -> draft.discovered = true;
        }
        draft.discovered |= allHaveReported();
    }

    private boolean allHaveReported() {
        return draft.told.equals(EnumSet.allOf(Configuration.class))
                && !draft.inventory.nodes().isEmpty()
                && draft.reports.keySet().containsAll(draft.inventory.nodes().keySet())
                && draft.switches.keySet().containsAll(draft.plant.switches().keySet());
    }

    /** What is no longer registered is forgotten; what reported before it was registered is kept. */
    private void inventory(Inventory inventory) {
        draft.inventory.nodes().keySet().stream()
                .filter(node -> !inventory.nodes().containsKey(node))
                .forEach(node -> {
                    draft.reports.remove(node);
                    draft.unreachable.remove(node);
                    draft.programmingErrors.remove(node.value());
                    draft.foreignEdits.remove(node);
                    draft.adopted.remove(node);
                });
        draft.refusals.clear();
        draft.inventory = inventory;
        draft.told.add(Configuration.INVENTORY);
    }

    private void plant(OpticalPlant plant) {
        draft.plant.switches().keySet().stream()
                .filter(name -> !plant.switches().containsKey(name))
                .forEach(name -> {
                    draft.switches.remove(name);
                    draft.unreachableSwitches.remove(name);
                    draft.programmingErrors.remove(name);
                });
        draft.plant = plant;
        draft.told.add(Configuration.OPTICAL_PLANT);
    }

    private void refused(Event.ProgrammingFailed failed) {
        draft.reports.keySet().stream()
                .filter(node -> node.value().equals(failed.target()))
                .findFirst()
                .ifPresent(node -> {
                    Refusal refusal = new Refusal(
                            failed.reason(),
                            Optional.ofNullable(draft.refusals.get(node))
                                            .map(Refusal::times)
                                            .orElse(0)
                                    + 1,
                            true);
                    draft.refusals.put(node, refusal);
                    draft.timers.add(new Timer(refusal.pause(), new Event.RefusalOver(node, refusal.times())));
                });
    }

    private void asked(Event.ApplicationAsked asked) {
        KeyService service = Requests.service(asked.server(), asked.client());
        if (draft.provisionOnRequest
                && Requests.isDue(service, draft.configured.values(), draft.inventory)
                && Requests.isDue(service, draft.asked.values(), draft.inventory)) {
            draft.asked.put(service.name(), service);
        }
    }

    private void change(NodeName node, KeyAssociationLinkId id, UnaryOperator<ReportedLink.Phys> change) {
        draft.reports.computeIfPresent(
                node,
                (name, report) -> new NodeReport(
                        name,
                        report.qkdnId(),
                        report.status(),
                        report.modules(),
                        report.links().stream()
                                .map(link -> link instanceof ReportedLink.Phys phys
                                                && phys.id().equals(id)
                                        ? change.apply(phys)
                                        : link)
                                .toList(),
                        report.applications(),
                        report.combines(),
                        report.limitations()));
    }

    private static ReportedLink.Phys wentDown(ReportedLink.Phys link, String reason) {
        boolean stored = link.storedBits().map(bits -> bits > 0).orElse(false);
        return link.performing(
                stored ? LinkStatus.PASSIVE : LinkStatus.OFF,
                SecretKeyRate.ZERO,
                Optional.empty(),
                link.storedBits(),
                Optional.of(reason),
                Optional.empty());
    }

    private static ReportedLink.Phys performed(ReportedLink.Phys link, Event.LinkPerformed performed) {
        boolean makesKey = performed.skr().bitsPerSecond() > 0;
        return link.performing(
                makesKey ? LinkStatus.ACTIVE : link.status(),
                performed.skr(),
                performed.qberPpm(),
                performed.storedBits().or(link::storedBits),
                makesKey ? Optional.empty() : link.reason(),
                performed.answering().or(link::answering));
    }
}
