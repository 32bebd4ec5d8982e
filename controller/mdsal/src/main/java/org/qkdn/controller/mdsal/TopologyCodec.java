package org.qkdn.controller.mdsal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.NetworkId;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.NodeId;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.networks.Network;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.networks.NetworkBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.networks.network.NetworkTypesBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.networks.network.Node;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.networks.network.NodeBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.topology.rev180226.LinkId;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.topology.rev180226.Network1Builder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.topology.rev180226.TpId;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.topology.rev180226.networks.network.Link;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.topology.rev180226.networks.network.LinkBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.topology.rev180226.networks.network.link.DestinationBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.topology.rev180226.networks.network.link.SourceBuilder;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.topology.rev180226.networks.network.node.TerminationPoint;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.topology.rev180226.networks.network.node.TerminationPointBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.topology.rev261121.Link1;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.topology.rev261121.Link1Builder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.topology.rev261121.NetworkTypes1Builder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.topology.rev261121.Node1;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.topology.rev261121.Node1Builder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.topology.rev261121.TerminationPoint1Builder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.topology.rev261121.networks.network.network.types.QkdNetworkBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.BitRate;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.OpticalChannel;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.forecast.StoreForecast;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.Share;

/** The network as RFC 8345 topology, network {@code qkdn}. */
final class TopologyCodec {
    static final NetworkId NETWORK = new NetworkId("qkdn");

    private static final Set<String> STATUSES = Set.of("NEW", "OPERATING", "DOWN", "FAILURE", "OUT");

    private TopologyCodec() {}

    static Network encode(NetworkState state) {
        var links = new LinkedHashMap<KeyAssociationLinkId, Link>();
        state.links().values().forEach(link -> links.put(link.id(), phys(state, link)));
        state.services().values().stream()
                .flatMap(service ->
                        service.shares().stream().filter(Share::isVirtual).map(share -> Map.entry(share, service)))
                .forEach(each -> links.put(each.getKey().link(), virt(state, each.getKey(), each.getValue())));
        return new NetworkBuilder()
                .setNetworkId(NETWORK)
                .setNetworkTypes(new NetworkTypesBuilder()
                        .addAugmentation(new NetworkTypes1Builder()
                                .setQkdNetwork(new QkdNetworkBuilder().build())
                                .build())
                        .build())
                .setNode(state.reports().entrySet().stream()
                        .map(each -> node(state, each.getKey(), each.getValue()))
                        .collect(BindingMap.toMap()))
                .addAugmentation(new Network1Builder()
                        .setLink(links.values().stream().collect(BindingMap.toMap()))
                        .build())
                .build();
    }

    private static Node node(NetworkState state, NodeName name, NodeReport report) {
        var status = state.unreachable().containsKey(name)
                ? Node1.Status.FAILURE
                : STATUSES.contains(report.status()) ? Node1.Status.ofName(report.status()) : null;
        return new NodeBuilder()
                .setNodeId(new NodeId(name.value()))
                .addAugmentation(new Node1Builder()
                        .setQkdnId(StateCodec.encode(report.qkdnId()))
                        .setDomain(Optional.ofNullable(state.inventory().nodes().get(name))
                                .map(org.qkdn.controller.core.model.Inventory.Node::domain)
                                .filter(domain -> !domain.isEmpty())
                                .orElse(null))
                        .setStatus(status)
                        .build())
                .addAugmentation(
                        new org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.topology.rev180226
                                        .Node1Builder()
                                .setTerminationPoint(report.modules().stream()
                                        .map(TopologyCodec::module)
                                        .collect(BindingMap.toMap()))
                                .build())
                .build();
    }

    private static TerminationPoint module(QkdModule module) {
        var details = new TerminationPoint1Builder()
                .setModel(module.model())
                .setTechnology(module.technology())
                .setRole(module.role().name())
                .setStatus(module.working() ? "ENABLED" : "FAILED")
                .setWavelengthRange(module.wavelengthRange());
        module.maxAbsorption().ifPresent(loss -> details.setMaxAbsorption(OpticalStateCodec.encode(loss)));
        module.attachment().ifPresent(point -> details.setAttachmentDevice(point.device())
                .setAttachmentPort(Uint32.valueOf(point.port())));
        return new TerminationPointBuilder()
                .setTpId(new TpId(Long.toString(module.id().interfaceId())))
                .addAugmentation(details.build())
                .build();
    }

    private static Link phys(NetworkState state, PhysLink link) {
        var details = new Link1Builder()
                .setType(Link1.Type.PHYS)
                .setStatus(status(link.status()))
                .setReason(link.reason().orElse(null))
                .setSkr(rate(link.skr()))
                .setReserved(rate(link.reserved()))
                .setLoss(OpticalStateCodec.encode(link.loss()))
                .setWavelength(new OpticalChannel(link.channel().toString()));
        link.qberPpm().ifPresent(ppm -> details.setQber(Decimal64.of(4, ppm)));
        link.storedBits().ifPresent(bits -> details.setStoreLevel(Uint64.valueOf(bits)));
        var forecast = state.forecasts().getOrDefault(link.id(), StoreForecast.UNKNOWN);
        forecast.consumption().ifPresent(rate -> details.setConsumption(rate(rate)));
        forecast.timeToExhaustion()
                .ifPresent(left -> details.setTimeToExhaustion(Uint32.saturatedOf(left.toSeconds())));
        return new LinkBuilder()
                .setLinkId(new LinkId(link.id().toString()))
                .setSource(new SourceBuilder()
                        .setSourceNode(new NodeId(link.transmitter().node().value()))
                        .setSourceTp(new TpId(Long.toString(link.transmitter().interfaceId())))
                        .build())
                .setDestination(new DestinationBuilder()
                        .setDestNode(new NodeId(link.receiver().node().value()))
                        .setDestTp(new TpId(Long.toString(link.receiver().interfaceId())))
                        .build())
                .addAugmentation(details.build())
                .build();
    }

    private static Link virt(NetworkState state, Share share, ServiceState service) {
        var nodes = share.path().nodes();
        var status = share.hops().stream()
                .map(hop -> Optional.ofNullable(state.links().get(hop))
                        .map(PhysLink::status)
                        .orElse(LinkStatus.OFF))
                .max(LinkStatus::compareTo)
                .orElse(LinkStatus.OFF);
        return new LinkBuilder()
                .setLinkId(new LinkId(share.link().toString()))
                .setSource(new SourceBuilder()
                        .setSourceNode(new NodeId(nodes.getFirst().value()))
                        .build())
                .setDestination(new DestinationBuilder()
                        .setDestNode(new NodeId(nodes.getLast().value()))
                        .build())
                .addAugmentation(new Link1Builder()
                        .setType(Link1.Type.VIRT)
                        .setStatus(status(status))
                        .setReason(service.reason().orElse(null))
                        .setReserved(rate(service.service().minRate()))
                        .setPath(nodes.stream().map(StateCodec::encode).toList())
                        .setBackingLink(share.hops().stream()
                                .map(hop -> StateCodec.encode(hop.value()))
                                .toList())
                        .build())
                .build();
    }

    private static Link1.Status status(LinkStatus status) {
        return switch (status) {
            case ACTIVE -> Link1.Status.ACTIVE;
            case PASSIVE -> Link1.Status.PASSIVE;
            case PENDING -> Link1.Status.PENDING;
            case OFF -> Link1.Status.OFF;
        };
    }

    private static BitRate rate(SecretKeyRate rate) {
        return new BitRate(Uint64.valueOf(rate.bitsPerSecond()));
    }
}
