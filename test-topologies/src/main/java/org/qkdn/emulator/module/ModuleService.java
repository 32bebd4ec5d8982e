package org.qkdn.emulator.module;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Consumer;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.ModuleRole;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.Wavelength;
import org.qkdn.node.v1.DescribeModule;
import org.qkdn.node.v1.ModuleDescription;
import org.qkdn.node.v1.ModuleState;
import org.qkdn.node.v1.QkdModuleGrpc;
import org.qkdn.node.v1.QuantumChannel;
import org.qkdn.node.v1.QuantumChannelAccepted;
import org.qkdn.node.v1.WatchModule;

/** A module as its node's agent sees it. */
final class ModuleService extends QkdModuleGrpc.QkdModuleImplBase {
    private final Topology topology;
    private final EmulatedModule module;

    ModuleService(Topology topology, EmulatedModule module) {
        this.topology = topology;
        this.module = module;
    }

    @Override
    public void describe(DescribeModule request, StreamObserver<ModuleDescription> answer) {
        var placement = module.placement();
        var type = placement.type();
        answer.onNext(ModuleDescription.newBuilder()
                .setVendor(type.vendor())
                .setModel(type.model())
                .setTechnology(type.technology())
                .setRole(placement.role().name())
                .setWavelengthRange(type.wavelengthRange())
                .setMaxAbsorptionMillidb(type.maxAbsorption().milliDb())
                .setAttachmentDevice(placement.device())
                .setAttachmentPort(placement.port())
                .setKmeId(module.ref().commonName())
                .build());
        answer.onCompleted();
    }

    @Override
    public void configure(QuantumChannel request, StreamObserver<QuantumChannelAccepted> answer) {
        try {
            module.configure(request.getLinkId().isEmpty() ? Optional.empty() : Optional.of(setting(request)));
        } catch (IllegalArgumentException e) {
            answer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
            return;
        }
        answer.onNext(QuantumChannelAccepted.getDefaultInstance());
        answer.onCompleted();
    }

    @Override
    public void watch(WatchModule request, StreamObserver<ModuleState> answer) {
        var stream = (ServerCallStreamObserver<ModuleState>) answer;
        Consumer<ModuleReport> watcher = report -> {
            if (!stream.isCancelled()) {
                stream.onNext(state(report));
            }
        };
        stream.setOnCancelHandler(() -> module.unwatch(watcher));
        module.watch(watcher);
    }

    private ChannelSetting setting(QuantumChannel request) {
        var self = module.ref();
        if (request.getLocalInterfaceId() != self.interfaceId() || !isThisNode(request.getLocalNodeId())) {
            throw new IllegalArgumentException("this is module " + self + ", not " + request.getLocalNodeId() + "/"
                    + request.getLocalInterfaceId());
        }
        var wavelength = Wavelength.parse(request.getWavelength());
        if (!wavelength.isIn(module.placement().type().wavelengthRange())) {
            throw new IllegalArgumentException("wavelength " + wavelength + " is outside this module's range "
                    + module.placement().type().wavelengthRange());
        }
        var role = role(request.getRole());
        if (!module.placement().role().canBe(role)) {
            throw new IllegalArgumentException(
                    "this module is a " + module.placement().role() + " and cannot be a " + role);
        }
        var peerName = request.getPeerNodeId() + "/" + request.getPeerInterfaceId();
        var peer = siteOf(request.getPeerNodeId())
                .map(site -> new ModuleRef(site, request.getPeerInterfaceId()))
                .filter(ref -> topology.module(ref).isPresent());
        return new ChannelSetting(
                request.getLinkId(),
                request.getEnabled(),
                peer.map(ModuleRef::toString).orElse(peerName),
                peer,
                wavelength,
                role);
    }

    private static ModuleRole role(String name) {
        return switch (name) {
            case "TRANSMITTER" -> ModuleRole.TRANSMITTER;
            case "RECEIVER" -> ModuleRole.RECEIVER;
            default ->
                throw new IllegalArgumentException("role on a channel is TRANSMITTER or RECEIVER, not '" + name + "'");
        };
    }

    private boolean isThisNode(String nodeId) {
        return siteOf(nodeId).equals(Optional.of(module.ref().site()));
    }

    /** Nodes are known by qkdn_id; their names will do as well. */
    private Optional<String> siteOf(String node) {
        return topology.sites().stream()
                .filter(s ->
                        s.id().toString().equalsIgnoreCase(node) || s.name().equals(node))
                .map(s -> s.name())
                .findFirst();
    }

    private ModuleState state(ModuleReport report) {
        var state = ModuleState.newBuilder()
                .setStatus(report.failed() ? ModuleState.Status.FAILED : ModuleState.Status.ENABLED)
                .setLinkId(report.linkId())
                .setGenerating(report.generating())
                .setSkrBps(report.rate().bitsPerSecond())
                .setQberPpm(report.rate().qberPpm())
                .setReason(report.reason());
        report.answering().ifPresent(other -> state.setAnsweringNodeId(nodeId(other.site()))
                .setAnsweringInterfaceId(other.interfaceId()));
        return state.build();
    }

    private String nodeId(String site) {
        return topology.sites().stream()
                .filter(each -> each.name().equals(site))
                .map(each -> each.id().toString())
                .findFirst()
                .orElseThrow();
    }
}
