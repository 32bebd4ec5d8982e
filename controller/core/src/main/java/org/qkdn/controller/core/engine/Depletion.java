package org.qkdn.controller.core.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.qkdn.controller.core.forecast.Observation;
import org.qkdn.controller.core.forecast.StoreForecast;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.service.Leave;

/** Key stores that are about to run empty, and services that so should take another way while they still can. */
final class Depletion {
    private Depletion() {}

    static void observe(Draft draft, NodeReport report, Instant at) {
        report.links().forEach(link -> {
            if (link instanceof ReportedLink.Phys phys) {
                observe(draft, report.node(), phys, at);
            }
        });
    }

    static void observe(Draft draft, NodeName node, KeyAssociationLinkId id, Instant at) {
        NodeReport report = draft.reports.get(node);
        if (report != null) {
            report.links().forEach(link -> {
                if (link instanceof ReportedLink.Phys phys && phys.id().equals(id)) {
                    observe(draft, node, phys, at);
                }
            });
        }
    }

    private static void observe(Draft draft, NodeName node, ReportedLink.Phys link, Instant at) {
        link.storedBits().ifPresent(bits -> {
            StoreForecast known = draft.forecasts.getOrDefault(link.id(), StoreForecast.UNKNOWN);
            draft.forecasts.put(
                    link.id(),
                    known.with(
                            node,
                            new Observation(at, bits, link.skr()),
                            draft.inventory.policy().storeHorizon()));
        });
    }

    static Leave leave(Draft draft) {
        Map<KeyAssociationLinkId, Leave.Notice> links = new HashMap<>();
        draft.forecasts.forEach((id, forecast) -> {
            PhysLink link = draft.links.get(id);
            if (forecast.spared() && link != null) {
                links.put(
                        id,
                        new Leave.Notice(
                                Leave.Kind.DISCOURAGED,
                                "the key store of link " + link.transmitter() + "-" + link.receiver()
                                        + " is about to run empty"));
            }
        });
        return new Leave(Map.of(), links);
    }
}
