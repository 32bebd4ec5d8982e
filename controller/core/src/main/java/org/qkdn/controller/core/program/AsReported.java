package org.qkdn.controller.core.program;

import java.util.Optional;
import java.util.UUID;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SaeId;

/** What would have to be written to a node to make it report just that; empty where too little of it is reported. */
final class AsReported {
    private static final String VIRT_PREFIX = "urn:uuid:";

    private AsReported() {}

    static Optional<DesiredLink> link(NodeReport report, ReportedLink link) {
        return switch (link) {
            case ReportedLink.Phys phys ->
                phys.role().flatMap(role -> phys.channel().flatMap(channel -> phys.loss()
                        .map(loss -> new DesiredLink.Phys(
                                phys.id(),
                                phys.enabled(),
                                report.qkdnId(),
                                phys.local().interfaceId(),
                                phys.remoteNode(),
                                phys.remoteInterface(),
                                role,
                                channel,
                                loss))));
            case ReportedLink.Virt virt -> Optional.of(virt(virt));
        };
    }

    static DesiredLink.Virt virt(ReportedLink.Virt virt) {
        return new DesiredLink.Virt(
                virt.id(),
                virt.localEnd(),
                virt.remoteEnd(),
                virt.previousHop(),
                virt.nextHops().stream().findFirst(),
                virt.bandwidth());
    }

    static Optional<DesiredApplication> application(NodeReport report, ReportedApplication application) {
        return application.internal()
                ? virt(application.server()).flatMap(virt -> relay(report, application, virt))
                : client(report, application);
    }

    static Optional<DesiredApplication> relay(
            NodeReport report, ReportedApplication application, KeyAssociationLinkId virt) {
        return application.backing().size() == 1
                ? application
                        .remoteNode()
                        .map(remote -> new DesiredApplication.Relay(
                                application.id(),
                                virt,
                                application.backing().getFirst(),
                                application.minRate(),
                                application.localNode().orElse(report.qkdnId()),
                                remote))
                : Optional.empty();
    }

    static Optional<DesiredApplication> client(NodeReport report, ReportedApplication application) {
        return application.clients().size() == 1
                ? application
                        .remoteNode()
                        .map(remote -> new DesiredApplication.Client(
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
                                remote,
                                application.jitterMillis(),
                                application.parts()))
                : Optional.empty();
    }

    private static Optional<KeyAssociationLinkId> virt(String server) {
        try {
            return server.startsWith(VIRT_PREFIX)
                    ? Optional.of(new KeyAssociationLinkId(UUID.fromString(server.substring(VIRT_PREFIX.length()))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
