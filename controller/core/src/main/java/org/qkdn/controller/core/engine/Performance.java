package org.qkdn.controller.core.engine;

import java.util.Map;
import java.util.Set;
import org.qkdn.controller.core.forecast.StoreForecast;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkRules;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.pairing.PhysLinks;
import org.qkdn.controller.core.service.Grants;
import org.qkdn.controller.core.service.ServiceState;

/** Links report their rates all the time; nearly always nothing follows from it, and then nothing else is computed. */
final class Performance {
    private Performance() {}

    /**
     * Renews the link's figures. True where no decision can change: the link's status stays, what is reserved on it still
     * fits, what services were granted stands, no service over it sees one of its limits crossed, and none waits for rate, be it
     * to leave where it is.
     */
    static boolean settles(NetworkState state, Draft draft, Event.LinkPerformed performed) {
        PhysLink before = draft.links.get(performed.link());
        if (before == null
                || before.held()
                || isSpared(state.forecasts(), performed) != isSpared(draft.forecasts, performed)
                || draft.services.values().stream().anyMatch(service -> waits(draft, service))
                || !(draft.pairings.get(before.transmitter()) instanceof Pairing.Made made)) {
            return false;
        }
        OpticalLayer layer = new OpticalLayer(
                draft.plant,
                draft.inventory.nodes().keySet(),
                draft.reports,
                draft.unreachable.keySet(),
                draft.switches,
                Set.of());
        PhysLink after = new PhysLinks(layer, draft.unreachable, draft.programmingErrors)
                .of(made)
                .withReserved(before.reserved());
        boolean settled = after.status() == before.status()
                && after.reserved().compareTo(after.skr()) <= 0
                && draft.services.values().stream().noneMatch(service -> concerns(service, before, after))
                && (after.skr().equals(before.skr()) || Grants.stand(draft.links, after, draft.services));
        if (settled) {
            draft.links.put(after.id(), after);
        }
        return settled;
    }

    private static boolean isSpared(Map<KeyAssociationLinkId, StoreForecast> forecasts, Event.LinkPerformed performed) {
        return forecasts.getOrDefault(performed.link(), StoreForecast.UNKNOWN).spared();
    }

    private static boolean waits(Draft draft, ServiceState service) {
        return switch (service.status()) {
            case DOWN -> !draft.isExpired(service.service());
            case UP -> service.reason().isPresent() && service.handover().isEmpty();
            case PENDING -> false;
        };
    }

    private static boolean concerns(ServiceState service, PhysLink before, PhysLink after) {
        LinkRules rules = service.service().rules().links();
        return rules.allows(before.qberPpm(), before.storedBits()) != rules.allows(after.qberPpm(), after.storedBits())
                && service.shares().stream().anyMatch(share -> share.hops().contains(after.id()));
    }
}
