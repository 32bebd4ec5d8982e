package org.qkdn.controller.core.engine;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;

/** Where light goes in the fibres and through the switches as they stand, whatever anybody reports. */
final class SimulatedLight {
    /** The port of each switch to which its site's module is patched. */
    private static final int MODULE = 1;

    private final Map<String, SortedMap<Integer, Integer>> connected;
    private final Supplier<OpticalPlant> plant;
    final Set<String> cut = new HashSet<>();
    final Set<String> broken = new HashSet<>();
    /** Switches with the fibres of ports 11 and 12 the wrong way round. */
    final Set<String> crossed = new HashSet<>();

    private final Map<ModuleId, OpticalPlant.FixedPair> byTransmitter = new HashMap<>();
    private final Map<ModuleId, OpticalPlant.FixedPair> byReceiver = new HashMap<>();

    /** {@code plant} has the same fixed pairs always. */
    SimulatedLight(Map<String, SortedMap<Integer, Integer>> connected, Supplier<OpticalPlant> plant) {
        this.connected = connected;
        this.plant = plant;
        plant.get().fixedPairs().forEach(pair -> {
            byTransmitter.put(pair.transmitter(), pair);
            byReceiver.put(pair.receiver(), pair);
        });
    }

    Optional<ModuleId> transmitterTo(ModuleId receiver) {
        OpticalPlant.FixedPair pair = byReceiver.get(receiver);
        return pair != null
                ? Optional.of(pair.transmitter()).filter(module -> isWhole(pair))
                : Stream.of(MadQci.TRANSMITTER, MadQci.SECOND_TRANSMITTER)
                        .filter(module -> switched(module).equals(Optional.of(receiver)))
                        .findFirst();
    }

    Optional<ModuleId> receiverOf(ModuleId transmitter) {
        OpticalPlant.FixedPair pair = byTransmitter.get(transmitter);
        return pair != null ? Optional.of(pair.receiver()).filter(module -> isWhole(pair)) : switched(transmitter);
    }

    private boolean isWhole(OpticalPlant.FixedPair pair) {
        return pair.spans().stream().noneMatch(cut::contains);
    }

    private Optional<ModuleId> switched(ModuleId transmitter) {
        NodeName at = transmitter.node();
        int port = MODULE;
        for (int hops = 0; hops < 10; hops++) {
            String name = MadQci.switchName(at);
            Integer out =
                    connected.getOrDefault(name, Collections.emptySortedMap()).get(port);
            if (out == null || broken.contains(name)) {
                return Optional.empty();
            }
            if (out == MODULE) {
                return Optional.of(new ModuleId(at, transmitter.interfaceId()));
            }
            OpticalPlant.SpanPort leadsTo =
                    plant.get().switches().get(name).ports().get(patched(name, out));
            OpticalPlant.Span span = plant.get().spans().get(leadsTo.span());
            if (cut.contains(span.name())) {
                return Optional.empty();
            }
            at = span.a().equals(at) ? span.b() : span.a();
            String next = MadQci.switchName(at);
            port = plant.get().switches().get(next).ports().entrySet().stream()
                    .filter(entry -> entry.getValue().equals(leadsTo))
                    .map(Map.Entry::getKey)
                    .map(there -> patched(next, there))
                    .findFirst()
                    .orElse(-1);
        }
        return Optional.empty();
    }

    private int patched(String name, int port) {
        return crossed.contains(name) && (port == 11 || port == 12) ? 23 - port : port;
    }
}
