package org.qkdn.controller.core.engine;

import java.util.List;
import java.util.Set;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.pairing.PhysLinks;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;

/** Links report their rates all the time; nearly always nothing follows from it, and then nothing else is computed. */
final class Performance {
    private Performance() {}

    /**
     * Renews the links' figures. True where nothing else happened and no decision can change: no link's status does, what is
     * reserved still fits, no service sees one of its limits crossed, and none waits for rate, be it to leave where it is.
     */
    static boolean settles(Draft draft, List<Event> batch) {
        if (!batch.stream().allMatch(Event.LinkPerformed.class::isInstance)
                || draft.services.values().stream().anyMatch(Performance::waits)) {
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
        return batch.stream()
                .map(event -> ((Event.LinkPerformed) event).link())
                .distinct()
                .allMatch(link -> settles(draft, links, choosy, link));
    }

    private static boolean settles(Draft draft, PhysLinks links, List<ServiceState> choosy, KeyAssociationLinkId link) {
        PhysLink before = draft.links.get(link);
        if (before == null
                || before.held()
                || !(draft.pairings.get(before.transmitter()) instanceof Pairing.Made made)) {
            return false;
        }
        PhysLink after = links.of(made).withReserved(before.reserved());
        boolean settled = after.status() == before.status()
                && after.reserved().compareTo(after.skr()) <= 0
                && choosy.stream().noneMatch(service -> concerns(service, before, after));
        if (settled) {
            draft.links.put(after.id(), after);
        }
        return settled;
    }

    private static boolean waits(ServiceState service) {
        return service.status() == Status.DOWN
                || (service.status() == Status.UP
                        && service.reason().isPresent()
                        && service.handover().isEmpty());
    }

    private static boolean concerns(ServiceState service, PhysLink before, PhysLink after) {
        LinkRules rules = service.service().rules().links();
        return rules.allows(before.qberPpm(), before.storedBits()) != rules.allows(after.qberPpm(), after.storedBits())
                && service.shares().stream().anyMatch(share -> share.hops().contains(after.id()));
    }
}
