package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.EntangledSource;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.EntangledSourceBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.state.EntangledSourceKey;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.lighting.Association;
import org.qkdn.controller.core.model.OpticalPlant;

/** Sources of entangled photons, from {@code qkdn-optical:optical} and as {@code qkdn-optical:optical-state}. */
final class EntangledSourceCodec {
    private EntangledSourceCodec() {}

    static SortedMap<String, OpticalPlant.EntangledSource> decode(Optical optical) {
        var sources = new TreeMap<String, OpticalPlant.EntangledSource>();
        optical.nonnullEntangledSource()
                .values()
                .forEach(source -> sources.put(
                        source.requireName(),
                        new OpticalPlant.EntangledSource(
                                source.requireName(),
                                source.requireSwitch(),
                                source.requireFirstPort().toJava(),
                                source.requireSecondPort().toJava(),
                                // a value made in Java may come with fewer fraction digits than the model's three
                                Duration.ofMillis(
                                        source.requireSlot().scaleTo(3).unscaledValue()))));
        return sources;
    }

    /** Why a source cannot be; empty where nothing is wrong with any. */
    static Optional<String> objection(OpticalPlant plant) {
        Map<String, String> sourceOf = new HashMap<>();
        for (var source : plant.sources().values()) {
            var name = "entangled-source " + source.name();
            if (source.firstPort() == source.secondPort()) {
                return Optional.of(name + ": both photons enter port " + source.firstPort()
                        + ": name two ports in first-port and second-port");
            }
            var other = sourceOf.putIfAbsent(source.switchName(), source.name());
            if (other != null) {
                return Optional.of(name + ": switch " + source.switchName() + " has source " + other
                        + " already: delete one of the two");
            }
            var ports = Optional.ofNullable(plant.switches().get(source.switchName()))
                    .map(OpticalPlant.Switch::ports)
                    .orElse(Map.of());
            for (int port : new int[] {source.firstPort(), source.secondPort()}) {
                if (ports.containsKey(port)) {
                    return Optional.of(name + ": port " + port + " of switch " + source.switchName() + " leads to span "
                            + ports.get(port).span() + ": name the port of the source");
                }
            }
        }
        return Optional.empty();
    }

    static Map<EntangledSourceKey, EntangledSource> encode(NetworkState state) {
        return state.lighting().slots().entrySet().stream()
                .map(slot -> {
                    var association = slot.getValue().association();
                    return new EntangledSourceBuilder()
                            .setName(slot.getKey())
                            .setFirstNode(association
                                    .map(Association::a)
                                    .map(StateCodec::encode)
                                    .orElse(null))
                            .setSecondNode(association
                                    .map(Association::b)
                                    .map(StateCodec::encode)
                                    .orElse(null))
                            .setRunning(slot.getValue().running())
                            .build();
                })
                .collect(BindingMap.toMap());
    }
}
