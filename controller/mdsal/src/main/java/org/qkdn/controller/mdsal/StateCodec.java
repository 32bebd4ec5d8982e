package org.qkdn.controller.mdsal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.Counter64;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.DateAndTime;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.Uuid;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.InventoryState;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.InventoryStateBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.state.Maintenance;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.state.MaintenanceBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.state.Node;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.state.NodeBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.state.maintenance.ServiceBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServicesState;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServicesStateBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.key.services.state.KeyService;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.key.services.state.KeyServiceBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.key.services.state.key.service.LastMove;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.key.services.state.key.service.LastMoveBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.key.services.state.key.service.ShareBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.BitRate;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.Combination;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.SaeId;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.qkdn.controller.core.engine.Drain;
import org.qkdn.controller.core.engine.Move;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.Share;

/** What the controller knows and decided, as {@code inventory-state} and {@code key-services-state}. */
final class StateCodec {
    private StateCodec() {}

    static InventoryState inventory(NetworkState state) {
        return new InventoryStateBuilder()
                .setNode(state.inventory().nodes().keySet().stream()
                        .map(name -> node(state, name))
                        .collect(BindingMap.toMap()))
                .setMaintenance(Drain.of(state).stream().map(StateCodec::drain).collect(BindingMap.toMap()))
                .build();
    }

    private static Maintenance drain(Drain drain) {
        return new MaintenanceBuilder()
                .setName(drain.maintenance().name())
                .setDrained(drain.isDrained())
                .setService(drain.relayed().entrySet().stream()
                        .map(left -> new ServiceBuilder()
                                .setName(left.getKey())
                                .setReason(left.getValue())
                                .build())
                        .collect(BindingMap.toMap()))
                .setEndsHere(drain.ending())
                .build();
    }

    /** {@code moved} tells when those that were moved were. */
    static KeyServicesState services(NetworkState state, Map<String, Instant> moved) {
        return new KeyServicesStateBuilder()
                .setKeyService(state.services().values().stream()
                        .map(service -> service(
                                service,
                                Optional.ofNullable(state.moves()
                                                .get(service.service().name()))
                                        .map(move -> lastMove(
                                                move,
                                                moved.get(service.service().name())))))
                        .collect(BindingMap.toMap()))
                .build();
    }

    private static LastMove lastMove(Move move, Instant time) {
        return new LastMoveBuilder()
                .setTime(new DateAndTime(time.toString()))
                .setReason(move.why().reason())
                .setGain(move.why().gainPercent())
                .build();
    }

    static org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName encode(NodeName name) {
        return new org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName(name.value());
    }

    static Uuid encode(UUID id) {
        return new Uuid(id.toString());
    }

    private static Node node(NetworkState state, NodeName name) {
        var report = Optional.ofNullable(state.reports().get(name));
        var error = Optional.ofNullable(state.programmingErrors().get(name.value()));
        var connected = state.isReachable(name);
        var node = new NodeBuilder()
                .setName(encode(name))
                .setConnection(connected ? Node.Connection.Connected : Node.Connection.Connecting)
                .setReason(connected ? null : state.unreachable().getOrDefault(name, "not reached yet"))
                .setProgrammed(connected && error.isEmpty())
                .setProgrammingError(error.orElse(null));
        report.ifPresent(known -> node.setQkdnId(encode(known.qkdnId()))
                .setLimitation(
                        known.limitations().stream().map(Limitation::text).collect(Collectors.toSet())));
        Optional.ofNullable(state.foreignEdits().get(name))
                .ifPresent(edits -> node.setForeignEdits(new Counter64(Uint64.valueOf(edits.count())))
                        .setLastForeignEdit(edits.last().stream()
                                .map(edit -> edit + (edits.adopted() ? "; adopted" : "; corrected"))
                                .collect(Collectors.toSet())));
        return node.build();
    }

    private static KeyService service(ServiceState state, Optional<LastMove> lastMove) {
        var service = new KeyServiceBuilder()
                .setName(state.service().name())
                .setLastMove(lastMove.orElse(null))
                .setOrigin(
                        switch (state.service().origin()) {
                            case OPERATOR -> KeyService.Origin.Operator;
                            case REQUEST -> KeyService.Origin.Request;
                        })
                .setAppId(encode(state.application().value()))
                .setStatus(
                        switch (state.status()) {
                            case PENDING -> KeyService.Status.PENDING;
                            case UP -> KeyService.Status.UP;
                            case DOWN -> KeyService.Status.DOWN;
                        })
                .setReason(state.reason().orElse(null));
        state.source().ifPresent(sae -> service.setSource(new SaeId(sae.value())));
        state.destination().ifPresent(sae -> service.setDestination(new SaeId(sae.value())));
        state.shares().stream().findFirst().ifPresent(first -> service.setLinkId(
                        encode(first.link().value()))
                .setPath(path(first)));
        var admission = state.admission();
        admission.bottleneck().ifPresent(link -> service.setBottleneck(encode(link.value())));
        admission.largest().ifPresent(rate -> service.setLargestRate(encode(rate)));
        admission.granted().ifPresent(rate -> service.setGrantedRate(encode(rate)));
        admission.preemptor().ifPresent(by -> service.setPreemptedBy(by.service()));
        return service.setCombination(
                        Combination.forName(state.service().mix().combination().toString()))
                .setShare(state.shares().stream()
                        .map(share -> new ShareBuilder()
                                .setLinkId(encode(share.link().value()))
                                .setPath(path(share))
                                .setRate(state.part(share)
                                        .map(StateCodec::encode)
                                        .orElse(null))
                                .build())
                        .collect(BindingMap.toMap()))
                .build();
    }

    static BitRate encode(SecretKeyRate rate) {
        return new BitRate(Uint64.valueOf(rate.bitsPerSecond()));
    }

    private static List<org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName> path(Share share) {
        return share.path().nodes().stream().map(StateCodec::encode).toList();
    }
}
