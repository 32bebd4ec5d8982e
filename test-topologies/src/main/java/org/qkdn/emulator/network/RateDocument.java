package org.qkdn.emulator.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.qkdn.emulator.topology.MeasuredRate;
import org.qkdn.emulator.topology.ModuleType;
import org.qkdn.emulator.topology.RateTable;
import org.qkdn.emulator.topology.Topology;

/** What the operator of the emulated network knows of rates: measured-rate and rate-model of qkdn-optical. */
final class RateDocument {
    private static final Comparator<RateTable.Entry> ORDER = Comparator.comparing(RateDocument::name);

    private final Topology topology;
    private final Map<String, ModuleType> types = new TreeMap<>();

    RateDocument(Topology topology) {
        this.topology = topology;
        topology.modules().forEach(module -> types.put(module.type().id(), module.type()));
    }

    void addTo(ObjectNode optical) {
        Map<RateTable.Entry, MeasuredRate> sorted = new TreeMap<>(ORDER);
        sorted.putAll(topology.rates().entries());
        var measured = optical.putArray("measured-rate");
        sorted.forEach((entry, rate) -> {
            if (types.containsKey(entry.moduleType())) {
                put(measured, entry, rate);
            }
        });
        var models = optical.putArray("rate-model");
        new TreeMap<>(topology.rates().models()).forEach((type, model) -> {
            if (types.containsKey(type)) {
                models.addObject()
                        .put("of", product(type))
                        .put("rate-at-no-loss", Long.toString(model.bitsPerSecondAtNoLoss()))
                        .put("loss-per-decade", NetworkDocuments.decibel(model.perDecade()));
            }
        });
    }

    private void put(ArrayNode rows, RateTable.Entry entry, MeasuredRate rate) {
        var row = rows.addObject()
                .put("name", name(entry))
                .put("product", product(entry.moduleType()))
                .put("from-site", entry.from())
                .put("channel", NetworkDocuments.wire(entry.wavelength()))
                .put("rate", Long.toString(rate.bitsPerSecond()));
        var spans = row.putArray("span");
        entry.over().forEach(spans::add);
    }

    private static String name(RateTable.Entry entry) {
        return entry.moduleType() + " from " + entry.from() + " over " + String.join(" ", entry.over()) + " at "
                + entry.wavelength().number();
    }

    /** As the agents report it. */
    private String product(String type) {
        return types.get(type).vendor() + " " + types.get(type).model();
    }
}
