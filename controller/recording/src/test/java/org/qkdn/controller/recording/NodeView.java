package org.qkdn.controller.recording;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SecretKeyRate;

/** What nodes report of what they hold, with the light there is. */
record NodeView(
        Town town,
        OpticalPlant plant,
        Map<NodeName, DesiredNode> held,
        Map<String, SortedMap<Integer, Integer>> connected) {
    NodeReport report(NodeName node) {
        return Records.of(
                NodeReport.class,
                "node",
                node,
                "qkdnId",
                town.id(node),
                "status",
                "OPERATING",
                "modules",
                town.modules.values().stream()
                        .filter(module -> module.id().node().equals(node))
                        .toList(),
                "links",
                held.get(node).links().values().stream()
                        .map(link -> reported(node, link))
                        .toList(),
                "applications",
                held.get(node).applications().values().stream()
                        .map(NodeView::reported)
                        .toList(),
                "combines",
                true);
    }

    private ReportedLink reported(NodeName node, DesiredLink link) {
        return switch (link) {
            case DesiredLink.Phys phys -> phys(node, phys);
            case DesiredLink.Virt virt ->
                Records.of(
                        ReportedLink.Virt.class,
                        "id",
                        virt.id(),
                        "status",
                        LinkStatus.ACTIVE,
                        "enabled",
                        true,
                        "localEnd",
                        virt.localEnd(),
                        "remoteEnd",
                        virt.remoteEnd(),
                        "nextHops",
                        virt.nextHop().stream().toList(),
                        "bandwidth",
                        virt.bandwidth(),
                        "previousHop",
                        virt.previousHop());
        };
    }

    private ReportedLink phys(NodeName node, DesiredLink.Phys phys) {
        Optional<String> obstacle = obstacle(node, phys);
        Town.Making making = town.making.get(phys.id());
        boolean stored = making.storedBits().filter(bits -> bits > 0).isPresent();
        return Records.of(
                ReportedLink.Phys.class,
                "id",
                phys.id(),
                "status",
                obstacle.isEmpty() ? LinkStatus.ACTIVE : stored ? LinkStatus.PASSIVE : LinkStatus.OFF,
                "enabled",
                phys.enabled(),
                "local",
                new ModuleId(node, phys.localInterface()),
                "remoteNode",
                phys.remoteNode(),
                "remoteInterface",
                phys.remoteInterface(),
                "role",
                phys.role(),
                "channel",
                phys.channel(),
                "loss",
                phys.loss(),
                "skr",
                new SecretKeyRate(obstacle.isEmpty() ? making.skr() : 0),
                "qberPpm",
                obstacle.isEmpty() ? making.qberPpm() : Optional.empty(),
                "storedBits",
                making.storedBits(),
                "reason",
                obstacle);
    }

    /** Why the module pair makes no key. */
    private Optional<String> obstacle(NodeName node, DesiredLink.Phys phys) {
        NodeName other = town.named(phys.remoteNode());
        boolean bothEnabled = phys.enabled()
                && held.get(other).links().get(phys.id()) instanceof DesiredLink.Phys there
                && there.enabled();
        if (!bothEnabled) {
            return Optional.of("the other end is not enabled");
        }
        ModuleId here = new ModuleId(node, phys.localInterface());
        ModuleId there = new ModuleId(other, phys.remoteInterface());
        Optional<String> span = phys.role() == Role.TRANSMITTER ? light(here, there) : light(there, here);
        return span.filter(name -> !town.cut.contains(name)).isPresent()
                ? Optional.empty()
                : Optional.of("no light from the other end");
    }

    /** The span that joins two modules: their own, or that which the switches at both its ends lead them into. */
    private Optional<String> light(ModuleId transmitter, ModuleId receiver) {
        return plant.fixedPairs().stream()
                .filter(pair -> pair.transmitter().equals(transmitter))
                .map(pair -> pair.spans().getFirst())
                .findFirst()
                .or(() -> exit(transmitter.node(), 1)
                        .filter(span -> entry(receiver.node(), span).equals(Optional.of(1))));
    }

    private Optional<String> exit(NodeName site, int port) {
        OpticalPlant.Switch at = plant.switches().get("switch-" + site);
        return Optional.ofNullable(connected.get(at.name()).get(port))
                .map(out -> at.ports().get(out).span());
    }

    private Optional<Integer> entry(NodeName site, String span) {
        OpticalPlant.Switch at = plant.switches().get("switch-" + site);
        return at.ports().entrySet().stream()
                .filter(port -> port.getValue().span().equals(span))
                .flatMap(port -> Optional.ofNullable(connected.get(at.name()).get(port.getKey())).stream())
                .findFirst();
    }

    private static ReportedApplication reported(DesiredApplication application) {
        return switch (application) {
            case DesiredApplication.Client client ->
                Records.of(
                        ReportedApplication.class,
                        "id",
                        client.id(),
                        "server",
                        client.server().value(),
                        "clients",
                        List.of(client.client().value()),
                        "priority",
                        client.priority(),
                        "minRate",
                        client.minRate(),
                        "backing",
                        client.backing(),
                        "combination",
                        client.combination(),
                        "localNode",
                        client.localNode(),
                        "remoteNode",
                        client.remoteNode(),
                        "maxRate",
                        client.maxRate(),
                        "ttlSeconds",
                        client.ttlSeconds(),
                        "parts",
                        client.parts());
            case DesiredApplication.Relay relay ->
                Records.of(
                        ReportedApplication.class,
                        "id",
                        relay.id(),
                        "internal",
                        true,
                        "server",
                        "urn:uuid:" + relay.virt(),
                        "minRate",
                        relay.rate(),
                        "backing",
                        List.of(relay.backing()),
                        "localNode",
                        relay.localNode(),
                        "remoteNode",
                        relay.remoteNode());
        };
    }
}
