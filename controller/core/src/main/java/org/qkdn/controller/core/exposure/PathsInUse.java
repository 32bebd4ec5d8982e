package org.qkdn.controller.core.exposure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.service.ServiceState;

/** Which paths keys may travel over; where that is not known, they may. */
final class PathsInUse {
    private final NetworkState state;

    PathsInUse(NetworkState state) {
        this.state = state;
    }

    /** Those that nodes are to hold for services, from the moment of the decision, before any node is told. */
    Set<UsedPath> decided() {
        Set<UsedPath> paths = new LinkedHashSet<>();
        for (ServiceState service : state.services().values()) {
            service.held()
                    .forEach(share -> paths.add(new UsedPath(
                            service.service().name(),
                            service.application(),
                            service.source(),
                            service.destination(),
                            share.link(),
                            share.path().nodes())));
        }
        return paths;
    }

    /**
     * Whether nodes say that no keys of the service travel over the path: one on the way does not hold its link, or neither
     * end takes keys of it. What a node said last counts while it is silent, and one that has said nothing may do anything.
     */
    boolean isGone(UsedPath path) {
        List<NodeName> nodes = path.nodes();
        boolean broken = path.isVirtual() && nodes.stream().anyMatch(node -> lacks(node, path.link()));
        return broken || (isUnbacked(nodes.getFirst(), path) && isUnbacked(nodes.getLast(), path));
    }

    private boolean lacks(NodeName node, KeyAssociationLinkId link) {
        return report(node)
                .filter(report ->
                        report.links().stream().noneMatch(each -> each.id().equals(link)))
                .isPresent();
    }

    private boolean isUnbacked(NodeName end, UsedPath path) {
        return report(end)
                .filter(report -> report.applications().stream().noneMatch(application -> backs(application, path)))
                .isPresent();
    }

    private static boolean backs(ReportedApplication application, UsedPath path) {
        return application.id().equals(path.application())
                && application.backing().contains(path.link());
    }

    private Optional<NodeReport> report(NodeName node) {
        return Optional.ofNullable(state.reports().get(node));
    }
}
