package org.qkdn.controller.core.pairing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.RateTable;

/**
 * The direct links of a network, looked for anew only where what decides them has changed: most reports tell of keys and
 * rates. Not for use by several threads.
 */
public final class DirectLinkWatch {
    private Grounds grounds = new Grounds(Map.of(), Map.of(), List.of(), RateTable.EMPTY, List.of());
    private DirectLinks links = DirectLinks.NONE;

    private record Grounds(
            Map<String, OpticalPlant.Span> spans,
            Map<String, OpticalPlant.Switch> switches,
            List<OpticalPlant.FixedPair> fixedPairs,
            RateTable rates,
            List<List<QkdModule>> modules) {}

    /** The same object as before where nothing has changed. */
    public DirectLinks of(OpticalPlant plant, Collection<NodeReport> reports) {
        Grounds now = new Grounds(
                plant.spans(),
                plant.switches(),
                plant.fixedPairs(),
                plant.rates(),
                reports.stream().map(NodeReport::modules).toList());
        if (!now.equals(grounds)) {
            grounds = now;
            Map<NodeName, NodeReport> byNode =
                    reports.stream().collect(Collectors.toMap(NodeReport::node, Function.identity()));
            OpticalLayer layer = new OpticalLayer(plant, byNode.keySet(), byNode, Set.of(), Map.of(), Set.of());
            links = DirectLinks.of(layer, RateModel.of(plant));
        }
        return links;
    }
}
