package org.qkdn.emulator.plant;

import java.util.Map;
import java.util.Set;

/**
 * What can change in the fibre plant.
 *
 * @param crossConnects by the name of the switch
 * @param cutSpans names of spans that carry no light
 */
public record PlantState(Map<String, Set<CrossConnect>> crossConnects, Set<String> cutSpans) {
    public PlantState {
        crossConnects = Map.copyOf(crossConnects);
        cutSpans = Set.copyOf(cutSpans);
    }

    Set<CrossConnect> connectionsOf(String switchName) {
        return crossConnects.getOrDefault(switchName, Set.of());
    }
}
