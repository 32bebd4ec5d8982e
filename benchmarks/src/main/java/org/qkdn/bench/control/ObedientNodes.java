package org.qkdn.bench.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.qkdn.controller.core.engine.Command;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.engine.Step;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;

/** Nodes in memory that hold what the engine tells them, and report it at once. */
final class ObedientNodes {
    private final LargeNetwork network;
    private final Map<NodeName, DesiredNode> held = new HashMap<>();
    private final Set<KeyAssociationLinkId> dark = new HashSet<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private final List<Event> timers = new ArrayList<>();
    private NetworkState state = Engine.initial();

    ObedientNodes(LargeNetwork network) {
        this.network = network;
        network.nodes.forEach(node -> held.put(node, DesiredNode.EMPTY));
    }

    NetworkState state() {
        return state;
    }

    static UUID id(NodeName node) {
        return UUID.nameUUIDFromBytes(node.value().getBytes(StandardCharsets.UTF_8));
    }

    void start() {
        happen(new Event.InventoryChanged(network.inventory()));
        happen(new Event.OpticalPlantChanged(network.plant()));
        network.nodes.forEach(node -> happen(new Event.NodeReported(report(node))));
        happen(new Event.KeyServicesChanged(network.services(), false));
        settle();
    }

    /** Its fibre is cut, or mended. */
    void dark(KeyAssociationLinkId link, boolean isDark) {
        if (isDark) {
            dark.add(link);
        } else {
            dark.remove(link);
        }
    }

    void happen(Event event) {
        events.add(event);
    }

    /** Everything that follows. */
    void settle() {
        while (!events.isEmpty()) {
            List<Event> together = List.copyOf(events);
            events.clear();
            obey(apply(together));
        }
    }

    /** What the commands of a step lead to is reported at the next opportunity. */
    void obey(Step step) {
        step.commands().forEach(command -> {
            if (command instanceof Command.ProgramNode program) {
                held.put(program.node(), program.desired());
                happen(new Event.NodeReported(report(program.node())));
            }
        });
    }

    /** All timers ring. */
    void pass() {
        settle();
        events.addAll(timers);
        timers.clear();
        settle();
    }

    Step apply(List<Event> together) {
        Step step = Engine.apply(state, together);
        state = step.state();
        step.timers().forEach(timer -> timers.add(timer.event()));
        return step;
    }

    NodeReport report(NodeName node) {
        List<ReportedLink> links = new ArrayList<>();
        held.get(node).links().values().forEach(link -> links.add(reported(node, link)));
        List<ReportedApplication> applications = new ArrayList<>();
        held.get(node)
                .applications()
                .values()
                .forEach(application -> applications.add(ReportedApplication.of(application)));
        return new NodeReport(node, id(node), "OPERATING", network.modules.get(node), links, applications, true);
    }

    private ReportedLink reported(NodeName node, DesiredLink link) {
        return switch (link) {
            case DesiredLink.Phys phys ->
                new ReportedLink.Phys(
                        phys.id(),
                        dark.contains(phys.id()) ? LinkStatus.PASSIVE : LinkStatus.ACTIVE,
                        phys.enabled(),
                        new ModuleId(node, phys.localInterface()),
                        phys.remoteNode(),
                        phys.remoteInterface(),
                        Optional.of(phys.role()),
                        Optional.of(phys.channel()),
                        Optional.of(phys.loss()),
                        dark.contains(phys.id()) ? SecretKeyRate.ZERO : LargeNetwork.LINK_RATE,
                        Optional.of(20_000),
                        Optional.of(1_000_000L),
                        Optional.empty(),
                        Optional.empty());
            case DesiredLink.Virt virt ->
                new ReportedLink.Virt(
                        virt.id(),
                        LinkStatus.ACTIVE,
                        true,
                        virt.localEnd(),
                        virt.remoteEnd(),
                        virt.previousHop(),
                        virt.nextHop().stream().toList(),
                        virt.bandwidth());
        };
    }
}
