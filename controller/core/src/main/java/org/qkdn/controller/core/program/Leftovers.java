package org.qkdn.controller.core.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.service.ServicePlan;

/** What a node is to keep as it reports it, because nothing can be decided about it yet. */
final class Leftovers {
    private final Set<KeyAssociationLinkId> virtLinks;
    private final Set<ApplicationId> clients;

    Leftovers(ServicePlan plan) {
        virtLinks = plan.undecidedLinks();
        clients = plan.undecided().stream()
                .map(name -> plan.services().get(name).application())
                .collect(Collectors.toUnmodifiableSet());
    }

    List<DesiredLink> links(NodeReport report) {
        List<DesiredLink> kept = new ArrayList<>();
        for (ReportedLink link : report.links()) {
            if (link instanceof ReportedLink.Virt virt && virtLinks.contains(virt.id())) {
                kept.add(AsReported.virt(virt));
            }
        }
        return kept;
    }

    List<DesiredApplication> applications(NodeReport report) {
        if (virtLinks.isEmpty() && clients.isEmpty()) {
            return List.of();
        }
        return report.applications().stream()
                .flatMap(application -> kept(report, application).stream())
                .toList();
    }

    private Optional<DesiredApplication> kept(NodeReport report, ReportedApplication application) {
        if (application.internal()) {
            return virtLinks.stream()
                    .filter(virt -> application.server().equals("urn:uuid:" + virt))
                    .findFirst()
                    .flatMap(virt -> AsReported.relay(report, application, virt));
        }
        return clients.contains(application.id()) ? AsReported.client(report, application) : Optional.empty();
    }
}
