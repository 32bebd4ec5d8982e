package org.qkdn.controller.mdsal;

import java.util.Map;
import java.util.Optional;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.FailedPairing;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.FailedPairingBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.FailedPairingKey;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.Pairing.ChosenBy;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.Pairing.Stage;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.RelockTime;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.RelockTimeBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.RelockTimeKey;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.RestingPairing;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.RestingPairingBuilder;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.lighting.Rest;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.switching.Switchover;

/** Changes of pairs, as {@code qkdn-optical:optical-state} shows them. */
final class SwitchingCodec {
    private SwitchingCodec() {}

    static ChosenBy chosenBy(NetworkState state, Pairing.Made made) {
        if (made.crossConnects().isEmpty()) {
            return ChosenBy.Fixed;
        }
        var wished = state.plant().wantedPairings().stream()
                .anyMatch(wish -> wish.transmitter().equals(made.transmitter())
                        && wish.receiver().equals(made.receiver()));
        return wished ? ChosenBy.Operator : ChosenBy.Controller;
    }

    /** Null where there is none. */
    static Stage stage(NetworkState state, Pairing.Made made) {
        return Optional.ofNullable(state.switching().underWay().get(made.transmitter()))
                .map(Switchover::stage)
                .map(stage -> switch (stage) {
                    case CONNECTING -> Stage.Connecting;
                    case SETTLING -> Stage.Settling;
                    case LOCKING -> Stage.Locking;
                })
                .orElse(null);
    }

    static RestingPairing encode(NetworkState state, Rest rest) {
        var pair = rest.pair();
        return new RestingPairingBuilder()
                .setLinkId(StateCodec.encode(pair.link().value()))
                .setTransmitterNode(StateCodec.encode(pair.transmitter().node()))
                .setTransmitterInterface(Uint32.valueOf(pair.transmitter().interfaceId()))
                .setReceiverNode(StateCodec.encode(pair.receiver().node()))
                .setReceiverInterface(Uint32.valueOf(pair.receiver().interfaceId()))
                .setRate(StateCodec.encode(rest.rate()))
                .setAverageRate(Optional.ofNullable(state.links().get(pair.link()))
                        .map(PhysLink::capacity)
                        .map(StateCodec::encode)
                        .orElse(null))
                .build();
    }

    static Map<FailedPairingKey, FailedPairing> failures(NetworkState state) {
        return state.switching().failures().entrySet().stream()
                .map(each -> new FailedPairingBuilder()
                        .setTransmitterNode(
                                StateCodec.encode(each.getKey().transmitter().node()))
                        .setTransmitterInterface(
                                Uint32.valueOf(each.getKey().transmitter().interfaceId()))
                        .setReceiverNode(
                                StateCodec.encode(each.getKey().receiver().node()))
                        .setReceiverInterface(
                                Uint32.valueOf(each.getKey().receiver().interfaceId()))
                        .setReason(each.getValue().reason())
                        .setFailures(Uint32.valueOf(each.getValue().times()))
                        .setBarred(each.getValue().barred())
                        .build())
                .collect(BindingMap.toMap());
    }

    static Map<RelockTimeKey, RelockTime> relockTimes(NetworkState state) {
        return state.switching().relock().entrySet().stream()
                .map(each -> new RelockTimeBuilder()
                        .setNode(StateCodec.encode(each.getKey().node()))
                        .setInterface(Uint32.valueOf(each.getKey().interfaceId()))
                        .setMilliseconds(Uint32.valueOf(each.getValue().toMillis()))
                        .build())
                .collect(BindingMap.toMap());
    }
}
