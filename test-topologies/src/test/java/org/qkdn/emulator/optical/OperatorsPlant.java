package org.qkdn.emulator.optical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.qkdn.controller.core.model.AttachmentPoint;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.LossModel;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.RateTable;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.DirectLinks;
import org.qkdn.controller.core.pairing.OpticalLayer;
import org.qkdn.controller.core.pairing.RateModel;
import org.qkdn.emulator.topology.Attachment;
import org.qkdn.emulator.topology.ModulePlacement;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.Wavelength;

/** An emulated network as its operator and its agents describe it to the controller. */
final class OperatorsPlant {
    private final Topology topology;

    OperatorsPlant(Topology topology) {
        this.topology = topology;
    }

    DirectLinks directLinks() {
        var reports = new TreeMap<NodeName, NodeReport>();
        for (var site : topology.sites()) {
            var modules = topology.modulesAt(site.name()).stream()
                    .map(OperatorsPlant::module)
                    .toList();
            var node = new NodeName(site.name());
            reports.put(node, new NodeReport(node, site.id(), "OPERATING", modules, List.of(), List.of(), true));
        }
        var plant = plant();
        var layer = new OpticalLayer(plant, reports.keySet(), reports, Set.of(), Map.of(), Set.of());
        return DirectLinks.of(layer, RateModel.of(plant));
    }

    OpticalPlant plant() {
        var spans = new HashMap<String, OpticalPlant.Span>();
        topology.spans()
                .forEach(span -> spans.put(
                        span.name(),
                        new OpticalPlant.Span(
                                span.name(),
                                new NodeName(span.a()),
                                new NodeName(span.b()),
                                loss(span.loss()),
                                Set.of(),
                                Optional.of(loss(topology.loss(span, new Wavelength(1310)))),
                                Loss.NONE,
                                Set.of())));
        var switches = new HashMap<String, OpticalPlant.Switch>();
        topology.switches().forEach(device -> {
            var ports = new HashMap<Integer, OpticalPlant.SpanPort>();
            device.patches()
                    .forEach((port, channel) ->
                            ports.put(port, new OpticalPlant.SpanPort(channel.span(), channel(channel.wavelength()))));
            switches.put(
                    device.name(),
                    new OpticalPlant.Switch(
                            device.name(), new NodeName(device.site()), loss(topology.switchLoss()), ports));
        });
        return new OpticalPlant(spans, switches, fixedPairs(), List.of(), rates());
    }

    private List<OpticalPlant.FixedPair> fixedPairs() {
        var pairs = new ArrayList<OpticalPlant.FixedPair>();
        for (var transmitter : topology.modules()) {
            for (var receiver : topology.modules()) {
                if (transmitter.role() == ModuleRole.TRANSMITTER
                        && receiver.role() == ModuleRole.RECEIVER
                        && transmitter.attachment() instanceof Attachment.FixedChannel at
                        && receiver.attachment().equals(at)) {
                    pairs.add(new OpticalPlant.FixedPair(
                            transmitter.ref() + " - " + receiver.ref(),
                            id(transmitter.ref()),
                            id(receiver.ref()),
                            List.of(at.channel().span()),
                            channel(at.channel().wavelength()),
                            Optional.empty()));
                }
            }
        }
        return pairs;
    }

    private RateTable rates() {
        var products = new HashMap<String, String>();
        topology.modules()
                .forEach(module -> products.put(
                        module.type().id(),
                        module.type().vendor() + " " + module.type().model()));
        return new RateTable(
                topology.rates().entries().entrySet().stream()
                        .map(entry -> new RateTable.Measured(
                                products.get(entry.getKey().moduleType()),
                                entry.getKey().over(),
                                Optional.of(new NodeName(entry.getKey().from())),
                                channel(entry.getKey().wavelength()),
                                new SecretKeyRate(entry.getValue().bitsPerSecond())))
                        .toList(),
                topology.rates().models().entrySet().stream()
                        .map(entry -> new LossModel(
                                products.get(entry.getKey()),
                                new SecretKeyRate(entry.getValue().bitsPerSecondAtNoLoss()),
                                loss(entry.getValue().perDecade()),
                                Optional.empty()))
                        .toList());
    }

    private static QkdModule module(ModulePlacement module) {
        var type = module.type();
        return new QkdModule(
                id(module.ref()),
                type.vendor() + " " + type.model(),
                type.technology(),
                Role.valueOf(module.role().name()),
                type.wavelengthRange(),
                Optional.of(loss(type.maxAbsorption())),
                module.attachment() instanceof Attachment.SwitchPort port
                        ? Optional.of(
                                new AttachmentPoint("switch-" + module.ref().site(), port.port()))
                        : Optional.empty(),
                true);
    }

    static ModuleId id(ModuleRef ref) {
        return new ModuleId(new NodeName(ref.site()), ref.interfaceId());
    }

    private static Channel channel(Wavelength wavelength) {
        return new Channel(wavelength.number());
    }

    private static Loss loss(org.qkdn.emulator.topology.Loss loss) {
        return new Loss(loss.milliDb());
    }
}
