package org.qkdn.emulator.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.LossModel;
import org.qkdn.controller.core.model.LossModel.Observation;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;

/**
 * How far the model of rate over loss is off on what was published. In a network in use the loss of a way says little of
 * its rate: links of MadQCI of much the same loss differ a hundredfold. Alone on a fibre it says nearly all.
 */
class RateModelErrorTest {
    private static final int SINGAPORE_MILLI_DB = 12_470;
    private static final double O_BAND_FACTOR = 1.5;

    /** Factors between model and measurement: root mean square in the logarithm, and the worst. */
    private record Deviation(double typical, double worst) {
        static Deviation of(LossModel model, List<Observation> observations) {
            List<Double> decades = observations.stream()
                    .filter(each -> each.rate().bitsPerSecond() > 0)
                    .map(each -> Math.log10((double) model.at(each.loss()).bitsPerSecond()
                            / each.rate().bitsPerSecond()))
                    .toList();
            double square =
                    decades.stream().mapToDouble(each -> each * each).average().orElseThrow();
            double worst = decades.stream()
                    .map(Math::abs)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return new Deviation(Math.pow(10, Math.sqrt(square)), Math.pow(10, worst));
        }
    }

    private static Deviation shown(String name, LossModel model, List<Observation> observations) {
        Deviation error = Deviation.of(model, observations);
        System.out.printf(
                "rate model %-12s %2d points: %d bit/s at no loss, %s per decade, cut-off %s; off by a factor of %.2f"
                        + " typically, %.2f at worst%n",
                name,
                observations.size(),
                model.atNoLoss().bitsPerSecond(),
                model.perDecade(),
                model.cutOff().map(Loss::toString).orElse("unknown"),
                error.typical(),
                error.worst());
        return error;
    }

    private static Map<String, List<Observation>> madqci() {
        Map<String, BigDecimal> losses = new TreeMap<>();
        for (List<String> row : TableOne.lines("/published-networks.csv")) {
            losses.put(row.get(7).replaceFirst("link (\\d).*", "$1"), new BigDecimal(row.get(4)));
        }
        Map<String, List<Observation>> observations = new TreeMap<>();
        for (TableOne.Row row : TableOne.rows()) {
            if (!row.links().equals("remote")) {
                double decibels = 0;
                for (String link : row.links().split("\\+", -1)) {
                    decibels += losses.get(link).doubleValue() * (row.band().equals("O") ? O_BAND_FACTOR : 1);
                }
                observations
                        .computeIfAbsent(row.vendor(), vendor -> new ArrayList<>())
                        .add(new Observation(
                                new Loss((int) Math.round(decibels * 1000)),
                                new SecretKeyRate(row.kbps().movePointRight(3).longValueExact())));
            }
        }
        return observations;
    }

    private static List<Observation> singapore() {
        return TableOne.lines("/singapore-attenuation.csv").stream()
                .map(row -> new Observation(
                        new Loss(SINGAPORE_MILLI_DB + Integer.parseInt(row.get(0)) * 1000),
                        new SecretKeyRate(Long.parseLong(row.get(1)))))
                .toList();
    }

    @Test
    void onMadqciLossAloneTellsTheOrderOfMagnitudeAtBest() {
        var errors = new TreeMap<String, Deviation>();
        madqci().forEach((vendor, observations) -> errors.put(
                vendor, shown(vendor, LossModel.fitted(vendor, observations).orElseThrow(), observations)));
        assertTrue(errors.get("HWDU").typical() < 4.5 && errors.get("HWDU").worst() < 40, errors.toString());
        assertTrue(
                errors.get("ID Quantique").typical() < 1.2
                        && errors.get("ID Quantique").worst() < 1.3,
                errors.toString());
        assertTrue(errors.get("Toshiba").typical() < 5 && errors.get("Toshiba").worst() < 8, errors.toString());
    }

    @Test
    void onTheSingaporeAttenuationTestItIsWithinAFifthAndKnowsTheCutOff() {
        LossModel model = LossModel.fitted("COW", singapore()).orElseThrow();
        Deviation error = shown("Singapore", model, singapore());
        assertTrue(error.typical() < 1.2 && error.worst() < 1.25, error.toString());
        assertEquals(Optional.of(new Loss(22_470)), model.cutOff());
        assertEquals(SecretKeyRate.ZERO, model.at(new Loss(24_470)));
    }

    @Test
    void theModelInTheFileIsTheOneFittedToTheTable() throws TopologyException {
        var inFile = TopologyFile.find("madqci").rates().models().get("hwdu");
        LossModel model = LossModel.fitted("HWDU", madqci().get("HWDU")).orElseThrow();
        assertTrue(Math.abs(model.atNoLoss().bitsPerSecond() - inFile.bitsPerSecondAtNoLoss()) < 50, model.toString());
        assertTrue(Math.abs(model.perDecade().milliDb() - inFile.perDecade().milliDb()) < 50, model.toString());
    }
}
