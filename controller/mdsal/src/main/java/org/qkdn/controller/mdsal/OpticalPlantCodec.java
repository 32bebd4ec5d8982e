package org.qkdn.controller.mdsal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.FixedPair;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.Pairing;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.Switch;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.LossDb;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.OpticalChannel;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;

/** {@code qkdn-optical:optical} as the domain sees it. */
final class OpticalPlantCodec {
    /** The default of {@code switch/insertion-loss}. */
    private static final Loss INSERTION_LOSS = new Loss(1500);

    private OpticalPlantCodec() {}

    static OpticalPlant decode(Optical optical) {
        var spans = new TreeMap<String, OpticalPlant.Span>();
        optical.nonnullSpan()
                .values()
                .forEach(span -> spans.put(
                        span.requireName(),
                        new OpticalPlant.Span(
                                span.requireName(),
                                node(span.requireASite()),
                                node(span.requireBSite()),
                                loss(span.requireLoss()),
                                span.getDuct() == null ? Set.of() : span.getDuct(),
                                Optional.ofNullable(span.getOBandLoss()).map(OpticalPlantCodec::loss),
                                Optional.ofNullable(span.getFilterLoss())
                                        .map(OpticalPlantCodec::loss)
                                        .orElse(Loss.NONE),
                                Optional.ofNullable(span.getClassicalChannel()).orElse(Set.of()).stream()
                                        .map(OpticalPlantCodec::channel)
                                        .collect(Collectors.toSet()))));
        var switches = new TreeMap<String, OpticalPlant.Switch>();
        optical.nonnullSwitch().values().forEach(each -> switches.put(each.requireName(), decode(each)));
        return new OpticalPlant(
                spans,
                switches,
                optical.nonnullFixedPair().values().stream()
                        .map(OpticalPlantCodec::decode)
                        .toList(),
                optical.nonnullPairing().values().stream()
                        .map(OpticalPlantCodec::decode)
                        .toList(),
                RateTableCodec.decode(optical),
                PairingPolicyCodec.decode(optical),
                EntangledSourceCodec.decode(optical));
    }

    static Loss loss(LossDb loss) {
        // the model bounds it to 200 dB; a value made in Java may come with fewer fraction digits than its three
        return new Loss(Math.toIntExact(loss.getValue().scaleTo(3).unscaledValue()));
    }

    private static OpticalPlant.Switch decode(Switch each) {
        var ports = new TreeMap<Integer, OpticalPlant.SpanPort>();
        each.nonnullSpanPort()
                .values()
                .forEach(port -> ports.put(
                        port.requireNumber().toJava(),
                        new OpticalPlant.SpanPort(port.requireSpan(), channel(port.requireChannel()))));
        return new OpticalPlant.Switch(
                each.requireName(),
                node(each.requireSite()),
                Optional.ofNullable(each.getInsertionLoss())
                        .map(OpticalPlantCodec::loss)
                        .orElse(INSERTION_LOSS),
                ports);
    }

    private static OpticalPlant.FixedPair decode(FixedPair pair) {
        return new OpticalPlant.FixedPair(
                pair.requireName(),
                module(pair.requireTransmitterNode(), pair.requireTransmitterInterface()),
                module(pair.requireReceiverNode(), pair.requireReceiverInterface()),
                Optional.ofNullable(pair.getSpan()).map(List::copyOf).orElse(List.of()),
                channel(pair.requireChannel()),
                Optional.ofNullable(pair.getLoss()).map(OpticalPlantCodec::loss));
    }

    private static OpticalPlant.WantedPairing decode(Pairing pairing) {
        return new OpticalPlant.WantedPairing(
                module(pairing.requireTransmitterNode(), pairing.requireTransmitterInterface()),
                module(pairing.requireReceiverNode(), pairing.requireReceiverInterface()),
                Optional.ofNullable(pairing.getChannel()).map(OpticalPlantCodec::channel));
    }

    static Channel channel(OpticalChannel channel) {
        return new Channel(Integer.parseInt(channel.getValue()));
    }

    static ModuleId module(
            org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName node, Uint32 interfaceId) {
        return new ModuleId(node(node), interfaceId.toJava());
    }

    static NodeName node(org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName name) {
        return new NodeName(name.getValue());
    }
}
