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
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.service.ServicePlan;

/** What a node is to keep as it reports it, because nothing can be decided about it yet. */
final class Leftovers {
    private final Set<KeyAssociationLinkId> virtLinks;
    private final Set<String> servers;
    private final Set<ApplicationId> clients;

    Leftovers(ServicePlan plan) {
        virtLinks = plan.undecidedLinks();
        servers = virtLinks.stream().map(virt -> "urn:uuid:" + virt).collect(Collectors.toUnmodifiableSet());
        clients = plan.undecided().stream()
                .map(name -> plan.services().get(name).application())
                .collect(Collectors.toUnmodifiableSet());
    }

    List<DesiredLink> links(NodeReport report) {
        List<DesiredLink> kept = new ArrayList<>();
        for (ReportedLink link : report.links()) {
            if (link instanceof ReportedLink.Virt virt && virtLinks.contains(virt.id())) {
                kept.add(new DesiredLink.Virt(
                        virt.id(),
                        virt.localEnd(),
                        virt.remoteEnd(),
                        virt.previousHop(),
                        virt.nextHops().stream().findFirst(),
                        virt.bandwidth()));
            }
        }
        return kept;
    }

    List<DesiredApplication> applications(NodeReport report) {
        return report.applications().stream()
                .flatMap(application -> kept(report, application).stream())
                .toList();
    }

    private Optional<DesiredApplication> kept(NodeReport report, ReportedApplication application) {
        if (application.remoteNode().isEmpty()) {
            return Optional.empty();
        }
        if (application.internal()
                && servers.contains(application.server())
                && application.backing().size() == 1) {
            return virtLinks.stream()
                    .filter(virt -> application.server().equals("urn:uuid:" + virt))
                    .findFirst()
                    .map(virt -> new DesiredApplication.Relay(
                            application.id(),
                            virt,
                            application.backing().getFirst(),
                            application.minRate(),
                            application.localNode().orElse(report.qkdnId()),
                            application.remoteNode().orElseThrow()));
        }
        return clients.contains(application.id()) && application.clients().size() == 1
                ? Optional.of(new DesiredApplication.Client(
                        application.id(),
                        new SaeId(application.server()),
                        new SaeId(application.clients().getFirst()),
                        application.priority(),
                        application.minRate(),
                        application.maxRate(),
                        application.ttlSeconds(),
                        application.backing(),
                        application.combination(),
                        application.localNode().orElse(report.qkdnId()),
                        application.remoteNode().orElseThrow()))
                : Optional.empty();
    }
}
