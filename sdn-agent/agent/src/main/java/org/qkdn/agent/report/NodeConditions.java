package org.qkdn.agent.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.qkdn.agent.desired.Application;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.node.NodeSnapshot;
import org.qkdn.agent.node.PartReport;
import org.qkdn.node.v1.ApplicationLevel;
import org.qkdn.node.v1.ModuleState;

/** How everything at this node does: what is configured, judged by what the node's parts say. */
public record NodeConditions(
        boolean operating,
        Map<Integer, InterfaceCondition> interfaces,
        Map<String, LinkCondition> links,
        Map<String, ApplicationCondition> applications) {

    public static NodeConditions none() {
        return new NodeConditions(false, Map.of(), Map.of(), Map.of());
    }

    public static NodeConditions of(NodeConfiguration node, NodeSnapshot snapshot, Instant now) {
        var interfaces = new TreeMap<Integer, InterfaceCondition>();
        snapshot.modules().forEach((id, report) -> interfaces.put(id, of(report)));
        var links = new LinkedHashMap<String, LinkCondition>();
        var phys = new PhysLinkJudge(node, snapshot);
        node.physLinks().forEach(link -> links.put(link.id(), phys.judge(link)));
        var virt = new VirtLinkJudge(node, snapshot, Map.copyOf(links));
        node.virtLinks().forEach(link -> links.put(link.id(), virt.judge(link)));
        var applications = new LinkedHashMap<String, ApplicationCondition>();
        node.applications()
                .forEach((id, application) -> applications.put(id, of(application, node, links, snapshot, now)));
        return new NodeConditions(
                snapshot.keyStores().latest().isPresent()
                        && snapshot.forwarding().latest().isPresent(),
                interfaces,
                links,
                applications);
    }

    private static InterfaceCondition of(PartReport<ModuleState> report) {
        return switch (report) {
            case PartReport.Unreachable<ModuleState> lost ->
                new InterfaceCondition(InterfaceCondition.Status.FAILED, Optional.of(lost.reason()));
            case PartReport.Reported<ModuleState> heard -> of(heard.report());
        };
    }

    private static InterfaceCondition of(ModuleState state) {
        var status =
                switch (state.getStatus()) {
                    case ENABLED -> InterfaceCondition.Status.ENABLED;
                    case DISABLED -> InterfaceCondition.Status.DISABLED;
                    case FAILED, STATUS_UNSPECIFIED, UNRECOGNIZED -> InterfaceCondition.Status.FAILED;
                };
        return new InterfaceCondition(status, Optional.of(state.getReason()).filter(text -> !text.isEmpty()));
    }

    private static ApplicationCondition of(
            Application application,
            NodeConfiguration node,
            Map<String, LinkCondition> links,
            NodeSnapshot snapshot,
            Instant now) {
        var level = snapshot.keyStores().latest().stream()
                .flatMap(report -> report.getApplicationsList().stream())
                .filter(reported -> reported.getAppId().equals(application.id()))
                .findFirst();
        var stored =
                level.map(found -> found.getOwnBits() + found.getPeerBits()).orElse(0L);
        return new ApplicationCondition(status(application, level, node, links, now), stored);
    }

    private static ApplicationCondition.Status status(
            Application application,
            Optional<ApplicationLevel> level,
            NodeConfiguration node,
            Map<String, LinkCondition> links,
            Instant now) {
        if (application.hasExpired(now)) {
            return ApplicationCondition.Status.OUT_OF_TIME;
        }
        // a client is served by the LKMS; the relay's share exists as soon as the links below it do
        var served = application.is(Application.Kind.CLIENT)
                ? level.isPresent()
                        && application.remoteNode().isPresent()
                        && (application.combination().isEmpty() || enoughBring(application, links))
                : !application.backingLinks().isEmpty()
                        && application.backingLinks().stream()
                                .allMatch(id -> node.physLink(id).isPresent());
        return served ? ApplicationCondition.Status.ON : ApplicationCondition.Status.DISCONNECTED;
    }

    /** One share that fails to come is as bad as all: without it no key is made. Keys that are split come over the others. */
    private static boolean enoughBring(Application application, Map<String, LinkCondition> links) {
        var active = application.backingLinks().stream()
                .filter(id -> Optional.ofNullable(links.get(id))
                        .filter(LinkCondition::isActive)
                        .isPresent())
                .count();
        return active == application.backingLinks().size() || (application.isSplit() && active > 0);
    }

    /** Sum of the rates guaranteed to the applications on a link, in bit/s. */
    static long expectedConsumption(NodeConfiguration node, String linkId) {
        return node.applications().values().stream()
                .mapToLong(application -> application.guaranteedOver(linkId))
                .sum();
    }
}
