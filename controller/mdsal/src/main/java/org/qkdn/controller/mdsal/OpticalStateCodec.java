package org.qkdn.controller.mdsal;

import java.util.Map;
import java.util.Optional;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.OpticalState;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.OpticalStateBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.PairingBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.Switch;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.SwitchBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state._switch.CrossConnectBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.LossDb;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.OpticalChannel;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.pairing.Pairing;

/** The optical layer as it is, as {@code qkdn-optical:optical-state}. */
final class OpticalStateCodec {
    /** The range of {@code loss-db}; a sum over a path, or what an agent reports, may be beyond. */
    private static final int HIGHEST_MILLI_DB = 200_000;

    private OpticalStateCodec() {}

    static OpticalState encode(NetworkState state) {
        return new OpticalStateBuilder()
                .setSwitch(state.plant().switches().keySet().stream()
                        .map(name -> encode(state, name))
                        .collect(BindingMap.toMap()))
                .setPairing(state.pairings().values().stream()
                        .map(pairing -> encode(state, pairing))
                        .collect(BindingMap.toMap()))
                .setRestingPairing(state.lighting().resting().values().stream()
                        .map(rest -> SwitchingCodec.encode(state, rest))
                        .collect(BindingMap.toMap()))
                .setEntangledSource(EntangledSourceCodec.encode(state))
                .setFailedPairing(SwitchingCodec.failures(state))
                .setRelockTime(SwitchingCodec.relockTimes(state))
                .build();
    }

    static LossDb encode(Loss loss) {
        return new LossDb(Decimal64.of(3, Math.min(loss.milliDb(), HIGHEST_MILLI_DB)));
    }

    private static Switch encode(NetworkState state, String name) {
        var crossConnects = Optional.ofNullable(state.switches().get(name));
        var connected =
                crossConnects.isPresent() && !state.unreachableSwitches().containsKey(name);
        var refusal = Optional.ofNullable(state.programmingErrors().get(name));
        return new SwitchBuilder()
                .setName(name)
                .setConnection(connected ? Switch.Connection.Connected : Switch.Connection.Connecting)
                .setReason(
                        connected
                                ? refusal.orElse(null)
                                : state.unreachableSwitches().getOrDefault(name, "not reached yet"))
                .setCrossConnect(crossConnects.map(Map::entrySet).stream()
                        .flatMap(java.util.Collection::stream)
                        .map(each -> new CrossConnectBuilder()
                                .setIngress(Uint16.valueOf(each.getKey()))
                                .setEgress(Uint16.valueOf(each.getValue()))
                                .build())
                        .collect(BindingMap.toMap()))
                .build();
    }

    private static org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.Pairing encode(
            NetworkState state, Pairing pairing) {
        var encoded = new PairingBuilder()
                .setTransmitterNode(StateCodec.encode(pairing.transmitter().node()))
                .setTransmitterInterface(Uint32.valueOf(pairing.transmitter().interfaceId()))
                .setReceiverNode(StateCodec.encode(pairing.receiver().node()))
                .setReceiverInterface(Uint32.valueOf(pairing.receiver().interfaceId()));
        switch (pairing) {
            case Pairing.Made made ->
                encoded.setChannel(new OpticalChannel(made.channel().toString()))
                        .setSpan(made.spans())
                        .setLoss(encode(made.loss()))
                        .setLinkId(StateCodec.encode(made.link().value()))
                        .setChosenBy(SwitchingCodec.chosenBy(state, made))
                        .setStage(SwitchingCodec.stage(state, made));
            case Pairing.Impossible impossible -> encoded.setReason(impossible.reason());
        }
        return encoded.build();
    }
}
