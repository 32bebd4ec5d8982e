package org.qkdn.controller.core.pairing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.AttachmentPoint;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.OpticalPlant.SpanPort;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.ReportedLink;

/** Modules, fibre and switches as the operator describes them and as nodes and switches report them. */
public final class OpticalLayer {
    private final OpticalPlant plant;
    private final Set<NodeName> registered;
    private final Map<NodeName, NodeReport> reports;
    private final Set<NodeName> unreachable;
    private final Map<String, SortedMap<Integer, Integer>> switches;
    private final Set<ModuleId> toldToWork;
    private final SortedMap<ModuleId, QkdModule> modules = new TreeMap<>();
    private final Map<SwitchPort, ModuleId> modulePorts = new HashMap<>();
    private final Map<SpanPort, List<SwitchPort>> spanPorts = new HashMap<>();
    private final Map<NodeName, Map<KeyAssociationLinkId, ReportedLink.Phys>> physLinks = new HashMap<>();

    /**
     * @param reports of registered nodes
     * @param switches what each switch that reported connects, ingress to egress
     * @param toldToWork modules whose nodes were last told to enable a link on them
     */
    public OpticalLayer(
            OpticalPlant plant,
            Set<NodeName> registered,
            Map<NodeName, NodeReport> reports,
            Set<NodeName> unreachable,
            Map<String, SortedMap<Integer, Integer>> switches,
            Set<ModuleId> toldToWork) {
        this.plant = plant;
        this.registered = registered;
        this.reports = reports;
        this.unreachable = unreachable;
        this.switches = switches;
        this.toldToWork = toldToWork;
        reports.values().forEach(this::index);
        plant.switches().values().forEach(each -> each.ports().forEach((port, leadsTo) -> spanPorts
                .computeIfAbsent(leadsTo, key -> new ArrayList<>())
                .add(new SwitchPort(each.name(), port))));
    }

    private void index(NodeReport report) {
        for (QkdModule module : report.modules()) {
            modules.put(module.id(), module);
            switchPort(module).ifPresent(port -> modulePorts.put(port, module.id()));
        }
        Map<KeyAssociationLinkId, ReportedLink.Phys> links = new HashMap<>();
        for (ReportedLink link : report.links()) {
            if (link instanceof ReportedLink.Phys phys) {
                links.put(phys.id(), phys);
            }
        }
        physLinks.put(report.node(), links);
    }

    public OpticalPlant plant() {
        return plant;
    }

    boolean isRegistered(NodeName node) {
        return registered.contains(node);
    }

    public boolean hasReported(NodeName node) {
        return reports.containsKey(node);
    }

    /** Whether a registered node has not reported since the start. */
    public boolean someAreSilent() {
        return !reports.keySet().containsAll(registered);
    }

    public boolean isReachable(NodeName node) {
        return hasReported(node) && !unreachable.contains(node);
    }

    /** All that reported nodes have. */
    Collection<QkdModule> modules() {
        return Collections.unmodifiableCollection(modules.values());
    }

    public Optional<QkdModule> module(ModuleId id) {
        return Optional.ofNullable(modules.get(id));
    }

    /** Why a node was not told all of its links; empty where it was. */
    public Optional<String> untold(NodeName node) {
        return Optional.ofNullable(reports.get(node))
                .flatMap(NodeReport::relayBar)
                .map(Limitation::text);
    }

    /** A PHYS link as one of its nodes reports it. */
    public Optional<ReportedLink.Phys> reported(NodeName node, KeyAssociationLinkId link) {
        return Optional.ofNullable(physLinks.getOrDefault(node, Map.of()).get(link));
    }

    /** Whether a node that can be asked says that the module works on some link, or may be about to make it. */
    public boolean isLit(ModuleId module) {
        return isReachable(module.node()) && (toldToWork.contains(module) || saysToWork(module));
    }

    /** Whether a node that cannot be asked any more said last that the module works on some link. */
    public boolean mayStillWork(ModuleId module) {
        return !isReachable(module.node()) && saysToWork(module);
    }

    private boolean saysToWork(ModuleId module) {
        return physLinks.getOrDefault(module.node(), Map.of()).values().stream()
                .anyMatch(link -> link.enabled() && link.local().equals(module));
    }

    /** Whether the module is patched to a switch of the plant. */
    public boolean isSwitched(QkdModule module) {
        return switchPort(module).isPresent();
    }

    /** Where a module is patched to a switch of the plant. */
    Optional<SwitchPort> switchPort(QkdModule module) {
        return module.attachment()
                .filter(point -> plant.switches().containsKey(point.device()) && point.port() <= Integer.MAX_VALUE)
                .map(OpticalLayer::switchPort);
    }

    private static SwitchPort switchPort(AttachmentPoint point) {
        return new SwitchPort(point.device(), Math.toIntExact(point.port()));
    }

    public Optional<ModuleId> moduleAt(SwitchPort port) {
        return Optional.ofNullable(modulePorts.get(port));
    }

    public Optional<SpanPort> spanAt(SwitchPort port) {
        return Optional.ofNullable(plant.switches().get(port.device()))
                .flatMap(at -> Optional.ofNullable(at.ports().get(port.port())));
    }

    /** Ports of a switch that lead to spans. */
    SortedMap<Integer, SpanPort> spanPortsOf(String device) {
        return Collections.unmodifiableSortedMap(
                new TreeMap<>(plant.switches().get(device).ports()));
    }

    /** Where light comes out that leaves by a span port: the port for the same span and wavelength at the other site. */
    Optional<SwitchPort> farEnd(SwitchPort port) {
        NodeName site = plant.switches().get(port.device()).site();
        return spanAt(port)
                .filter(leadsTo -> joins(leadsTo.span(), site))
                .flatMap(leadsTo -> spanPorts.get(leadsTo).stream()
                        .filter(other -> !siteOf(other).equals(site) && joins(leadsTo.span(), siteOf(other)))
                        .sorted()
                        .findFirst());
    }

    private NodeName siteOf(SwitchPort port) {
        return plant.switches().get(port.device()).site();
    }

    private boolean joins(String span, NodeName site) {
        OpticalPlant.Span fibre = plant.spans().get(span);
        return fibre != null && (fibre.a().equals(site) || fibre.b().equals(site));
    }

    public boolean hasReported(String device) {
        return switches.containsKey(device);
    }

    /** What the switch reports to connect, ingress to egress; empty where it never reported. */
    public SortedMap<Integer, Integer> connected(String device) {
        return switches.getOrDefault(device, Collections.emptySortedMap());
    }

    /** Where light that enters at a port leaves the switch, as the switch reports. */
    public Optional<SwitchPort> egress(SwitchPort ingress) {
        return Optional.ofNullable(connected(ingress.device()).get(ingress.port()))
                .map(port -> new SwitchPort(ingress.device(), port));
    }

    /** Whether the switch reports the connection. */
    public boolean connects(Pairing.CrossConnect crossing) {
        return Integer.valueOf(crossing.egress())
                .equals(connected(crossing.switchName()).get(crossing.ingress()));
    }

    /** Whether a node reports its module to work on the pair's link. */
    public boolean worksOn(Pairing.Made pair) {
        return Stream.of(pair.transmitter(), pair.receiver())
                .flatMap(module -> reported(module.node(), pair.link()).stream())
                .anyMatch(ReportedLink.Phys::enabled);
    }

    /** Where light that leaves at a port entered the switch, as the switch reports. */
    public Optional<SwitchPort> ingress(SwitchPort egress) {
        return connected(egress.device()).entrySet().stream()
                .filter(entry -> entry.getValue() == egress.port())
                .map(entry -> new SwitchPort(egress.device(), entry.getKey()))
                .findFirst();
    }

    Loss loss(Collection<String> spans, Channel channel, Collection<Pairing.CrossConnect> crossings) {
        return Stream.concat(
                        spans.stream().map(span -> plant.spans().get(span).loss(channel)),
                        crossings.stream().map(crossing -> insertionLoss(crossing.switchName())))
                .reduce(Loss.NONE, Loss::plus);
    }

    Loss insertionLoss(String device) {
        return plant.switches().get(device).insertionLoss();
    }
}
