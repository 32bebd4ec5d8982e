package org.qkdn.controller.mdsal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.RateTable;

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
                        Stream.of(sharedReceiver(plant)),
                        plant.fixedPairs().stream().map(pair -> overClassicalLight(pair, plant)),
                        Stream.of(EntangledSourceCodec.objection(plant)),
                        optical.nonnullMeasuredRate().values().stream()
                                .map(row -> brokenWay(row.requireName(), RateTableCodec.decode(row), plant)))
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

    private static Optional<String> overClassicalLight(OpticalPlant.FixedPair pair, OpticalPlant plant) {
        return pair.spans().stream()
                .filter(span -> Optional.ofNullable(plant.spans().get(span))
                        .map(OpticalPlant.Span::classical)
                        .orElse(Set.of())
                        .contains(pair.channel()))
                .findFirst()
                .map(span -> "fixed-pair " + pair.name() + ": channel " + pair.channel()
                        + " is a classical-channel of span " + span + ": correct one of the two");
    }

    /** Spans of a measurement that do not meet, or do not start at its site. */
    private static Optional<String> brokenWay(String name, RateTable.Measured row, OpticalPlant plant) {
        Set<NodeName> at = row.from().map(Set::of).orElseGet(() -> plant.spans().values().stream()
                .flatMap(span -> Stream.of(span.a(), span.b()))
                .collect(Collectors.toSet()));
        for (var each : row.spans()) {
            var span = plant.spans().get(each);
            if (span == null) {
                return Optional.of("measured-rate " + name + ": there is no span " + each + ": describe it");
            }
            var next = new HashSet<NodeName>();
            if (at.contains(span.a())) {
                next.add(span.b());
            }
            if (at.contains(span.b())) {
                next.add(span.a());
            }
            if (next.isEmpty()) {
                return Optional.of("measured-rate " + name + ": span " + each
                        + " is not where the light has come to: name the spans in order, beginning at from-site");
            }
            at = next;
        }
        return Optional.empty();
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
