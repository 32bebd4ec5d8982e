package org.qkdn.controller.core.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/** Events that are decided on together: of each thing no more than one of them tells. */
final class Batch {
    private final List<List<Event>> batches = new ArrayList<>();
    private final Set<Object> toldOf = new HashSet<>();

    private Batch() {}

    /** All the events, in their order. */
    static List<List<Event>> of(List<Event> events) {
        Batch cut = new Batch();
        events.forEach(cut::add);
        return cut.batches;
    }

    private void add(Event event) {
        boolean fits = event instanceof Event.LinkPerformed performed
                ? !toldOf.contains(new Down(performed.node(), performed.link()))
                : toldOf.add(subject(event));
        if (batches.isEmpty() || !fits) {
            toldOf.clear();
            toldOf.add(subject(event));
            batches.add(new ArrayList<>());
        }
        batches.getLast().add(event);
    }

    /** What the event tells of. A link that is down and up again within one batch would seem never to have been down. */
    private static Object subject(Event event) {
        return switch (event) {
            case Event.NodeReported reported -> reported.report().node();
            case Event.NodeUnreachable lost -> lost.node();
            case Event.LinkWentDown down -> new Down(down.node(), down.link());
            case Event.SwitchReported reported -> reported.name();
            case Event.SwitchUnreachable lost -> lost.name();
            case Event.InventoryChanged changed -> changed.getClass();
            case Event.OpticalPlantChanged changed -> changed.getClass();
            case Event.KeyServicesChanged changed -> changed.getClass();
            case Event.ProgrammingFailed failed -> new Refused(failed.target());
            case Event.LinkPerformed performed -> performed;
            case Event.ApplicationAsked asked -> asked;
            case Event.RefusalOver over -> over;
            case Event.LinkSteady steady -> steady;
            case Event.ReviewDue due -> due;
            case Event.HoldTimeOver over -> over;
            case Event.ServiceExpired expired -> expired;
            case Event.SwitchSettled settled -> settled;
            case Event.SwitchoverOverdue overdue -> overdue;
            case Event.SwitchoverRetry retry -> retry;
            case Event.LightingReviewDue due -> due;
            case Event.SlotOver over -> over;
            case Event.DiscoveryTimedOut timedOut -> timedOut;
        };
    }

    private record Down(NodeName node, KeyAssociationLinkId link) {}

    private record Refused(String target) {}
}
