package org.qkdn.emulator.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.emulator.plant.FibrePlant;
import org.qkdn.emulator.plant.Light;
import org.qkdn.emulator.plant.PlantState;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.MeasuredRate;
import org.qkdn.emulator.topology.RateTable;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;
import org.qkdn.emulator.topology.Wavelength;

/** The two Singapore links make what was published, the one over 19.87 km with attenuation too. */
class SingaporeTest {
    private static MeasuredRate rate(Topology topology, Loss added) {
        var transmitter = topology.modules().getFirst();
        var span = topology.spans().getFirst();
        var state = new PlantState(Map.of(), Set.of(), Map.of(span.name(), added));
        var light = new FibrePlant(topology)
                .follow(transmitter.ref(), span.channels().getFirst(), state);
        if (light instanceof Light.Arrives arrives) {
            var path = arrives.path();
            if (path.loss().compareTo(transmitter.type().maxAbsorption()) <= 0) {
                var entry = new RateTable.Entry(transmitter.type().id(), path.from(), path.spans(), path.wavelength());
                return topology.rates().rate(entry, path.fibreLoss(), path.added());
            }
        }
        return MeasuredRate.NONE;
    }

    private static Loss decibels(String text) {
        return Loss.ofDb(new BigDecimal(text));
    }

    @Test
    void ratesFollowTheAttenuationTest() throws TopologyException {
        var topology = TopologyFile.find("singapore-20km");
        List<List<String>> rows = TableOne.lines("/singapore-attenuation.csv");
        assertEquals(7, rows.size());
        for (var row : rows) {
            var expected = row.get(3).isEmpty() || row.get(1).equals("0")
                    ? MeasuredRate.NONE
                    : new MeasuredRate(
                            Long.parseLong(row.get(1)),
                            new BigDecimal(row.get(3)).movePointRight(4).intValueExact());
            assertEquals(expected, rate(topology, decibels(row.get(0))), row.toString());
        }
    }

    @Test
    void betweenTwoStepsTheRateLiesBetween() throws TopologyException {
        var topology = TopologyFile.find("singapore-20km");
        long between = rate(topology, decibels("9")).bitsPerSecond();
        assertTrue(746 < between && between < 1016, between + " bit/s");
        assertEquals(Math.round(Math.sqrt(746.0 * 1016)), between);
        assertEquals(MeasuredRate.NONE, rate(topology, decibels("11")), "it is not known where it ends");
        assertEquals(MeasuredRate.NONE, rate(topology, decibels("13")));
    }

    @Test
    void over46KilometresItIsThatOf45Days() throws TopologyException {
        var topology = TopologyFile.find("singapore-46km");
        assertEquals(new MeasuredRate(7400, 8000), rate(topology, Loss.NONE));
        assertEquals(new Wavelength(32), topology.spans().getFirst().channels().getFirst());
        assertEquals(MeasuredRate.NONE, rate(topology, decibels("12.9")), "beyond the published 24 dB");
    }
}
