package org.qkdn.emulator.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.qkdn.emulator.topology.Topology;

/**
 * What the operator of the emulated network tells the controller of its sources of entangled photons, and that it is to
 * share their light out by itself. A slot lasts as long as a block, at the emulator's speed.
 */
record SourceDocument(Topology topology, BigDecimal speed) {
    /** More than any association ever stores, so that the one that was served least lacks most. */
    private static final int STORE_TARGET_BITS = 20_000;

    void addTo(ObjectNode optical) {
        if (topology.sources().isEmpty()) {
            return;
        }
        var sources = optical.putArray("entangled-source");
        for (var source : topology.sources()) {
            var slot = BigDecimal.valueOf(source.blockMillis(), 3)
                    .divide(speed, 3, RoundingMode.UP)
                    .max(new BigDecimal("0.100"));
            sources.addObject()
                    .put("name", source.name())
                    .put("switch", "switch-" + source.site())
                    .put("first-port", source.firstPort())
                    .put("second-port", source.secondPort())
                    .put("slot", slot.toPlainString());
        }
        optical.putObject("automatic-pairing")
                .put("enabled", true)
                .put("horizon", scaled(900, 10))
                .put("store-target", Integer.toString(STORE_TARGET_BITS))
                .put("relock-time", scaled(1, 1));
        optical.putObject("switching").put("settling-time", scaled(100, 0)).put("deadline", scaled(60, 10));
    }

    private int scaled(int atSpeedOne, int least) {
        return BigDecimal.valueOf(atSpeedOne)
                .divide(speed, 0, RoundingMode.UP)
                .max(BigDecimal.valueOf(least))
                .intValue();
    }
}
