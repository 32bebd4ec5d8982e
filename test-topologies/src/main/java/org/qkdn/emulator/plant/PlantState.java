package org.qkdn.emulator.plant;

import java.util.Map;
import java.util.Set;
import org.qkdn.emulator.topology.Loss;

/**
 * What can change in the fibre plant.
 *
 * @param crossConnects by the name of the switch
 * @param cutSpans names of spans that carry no light
 * @param attenuation what somebody has put into a span beyond its own loss
 */
public record PlantState(
        Map<String, Set<CrossConnect>> crossConnects, Set<String> cutSpans, Map<String, Loss> attenuation) {
    public PlantState {
        crossConnects = Map.copyOf(crossConnects);
        cutSpans = Set.copyOf(cutSpans);
        attenuation = Map.copyOf(attenuation);
    }

    public PlantState(Map<String, Set<CrossConnect>> crossConnects, Set<String> cutSpans) {
        this(crossConnects, cutSpans, Map.of());
    }

    Loss attenuationOf(String span) {
        return attenuation.getOrDefault(span, Loss.NONE);
    }

    Set<CrossConnect> connectionsOf(String switchName) {
        return crossConnects.getOrDefault(switchName, Set.of());
    }
}
