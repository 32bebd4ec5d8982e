package org.qkdn.controller.mdsal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.OpticalPlant;

/** What an optical layer must keep to that its YANG model cannot say. */
public final class OpticalRules {
    private OpticalRules() {}

    /** The first thing that cannot be, naming value and remedy. */
    public static Optional<String> objectionTo(Optical optical) {
        var plant = OpticalPlantCodec.decode(optical);
        return Stream.of(
                        plant.spans().values().stream().map(OpticalRules::loop),
                        plant.switches().values().stream().map(OpticalRules::samePort),
                        plant.fixedPairs().stream()
                                .map(pair -> withinOneNode(
                                        "fixed-pair " + pair.name(), pair.transmitter(), pair.receiver())),
                        plant.wantedPairings().stream()
                                .map(pairing -> withinOneNode(
                                        "pairing of transmitter " + pairing.transmitter(),
                                        pairing.transmitter(),
                                        pairing.receiver())),
                        Stream.of(sharedReceiver(plant)))
                .flatMap(objections -> objections)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> loop(OpticalPlant.Span span) {
        return span.a().equals(span.b())
                ? Optional.of("span " + span.name() + " has " + span.a()
                        + " at both ends: name two different sites in a-site and b-site")
                : Optional.empty();
    }

    private static Optional<String> samePort(OpticalPlant.Switch each) {
        Map<OpticalPlant.SpanPort, Integer> seen = new HashMap<>();
        for (var port : each.ports().entrySet()) {
            var other = seen.putIfAbsent(port.getValue(), port.getKey());
            if (other != null) {
                return Optional.of("switch " + each.name() + ": ports " + other + " and " + port.getKey()
                        + " both lead to span " + port.getValue().span() + " on channel "
                        + port.getValue().channel() + ": change the span or channel of one");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> withinOneNode(String what, ModuleId transmitter, ModuleId receiver) {
        return transmitter.node().equals(receiver.node())
                ? Optional.of(
                        what + ": its receiver " + receiver + " is in the same node: name a receiver of another node")
                : Optional.empty();
    }

    /** A receiver meets one transmitter at a time. */
    private static Optional<String> sharedReceiver(OpticalPlant plant) {
        Map<ModuleId, ModuleId> transmitters = new HashMap<>();
        for (var pairing : plant.wantedPairings()) {
            var other = transmitters.putIfAbsent(pairing.receiver(), pairing.transmitter());
            if (other != null) {
                return Optional.of("pairings of transmitters " + other + " and " + pairing.transmitter()
                        + " both name receiver " + pairing.receiver() + ": delete one of the two");
            }
        }
        return Optional.empty();
    }
}
