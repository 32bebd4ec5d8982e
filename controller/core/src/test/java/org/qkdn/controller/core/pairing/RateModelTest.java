package org.qkdn.controller.core.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.LossModel;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.RateTable;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SecretKeyRate;

class RateModelTest {
    private static final NodeName A = new NodeName("A");
    private static final NodeName B = new NodeName("B");
    private static final Channel CHANNEL = new Channel(37);

    private static OpticalPlant plant(List<RateTable.Measured> measured, List<LossModel> models) {
        return new OpticalPlant(
                Map.of(
                        "near", new OpticalPlant.Span("near", A, B, new Loss(5000), Set.of()),
                        "far", new OpticalPlant.Span("far", A, B, new Loss(15_000), Set.of())),
                Map.of(),
                List.of(),
                List.of(),
                new RateTable(measured, models));
    }

    private static RateTable.Measured measured(List<String> spans, Optional<NodeName> from, long rate) {
        return new RateTable.Measured("V one", spans, from, CHANNEL, new SecretKeyRate(rate));
    }

    private static LossModel model(String of, long atNoLoss) {
        return new LossModel(of, new SecretKeyRate(atNoLoss), new Loss(10_000), Optional.empty());
    }

    private static ExpectedRate expected(OpticalPlant plant, NodeName from, String... spans) {
        QkdModule module = new QkdModule(
                new ModuleId(from, 1),
                "V one",
                "CV-QKD",
                Role.TRANSMITTER,
                "",
                Optional.empty(),
                Optional.empty(),
                true);
        Loss loss = List.of(spans).stream()
                .map(span -> plant.spans().get(span).loss(CHANNEL))
                .reduce(Loss.NONE, Loss::plus);
        return RateModel.of(plant).expected(module, List.of(spans), CHANNEL, loss);
    }

    private static ExpectedRate rate(long bitsPerSecond, ExpectedRate.Basis basis) {
        return new ExpectedRate(new SecretKeyRate(bitsPerSecond), basis);
    }

    /** But for rounding. */
    private static void assertModelled(long bitsPerSecond, ExpectedRate rate) {
        assertEquals(ExpectedRate.Basis.MODELLED, rate.basis());
        assertTrue(Math.abs(rate.rate().bitsPerSecond() - bitsPerSecond) <= 1, rate.toString());
    }

    @Test
    void whatWasMeasuredOnTheVeryWayGoesBeforeAnyModel() {
        OpticalPlant plant =
                plant(List.of(measured(List.of("near"), Optional.of(A), 700)), List.of(model("V one", 1000)));
        assertEquals(rate(700, ExpectedRate.Basis.MEASURED), expected(plant, A, "near"));
        assertEquals(rate(316, ExpectedRate.Basis.MODELLED), expected(plant, B, "near"), "the other direction");
    }

    @Test
    void withoutADirectionItHoldsBothWays() {
        OpticalPlant plant = plant(List.of(measured(List.of("near", "far"), Optional.empty(), 700)), List.of());
        assertEquals(rate(700, ExpectedRate.Basis.MEASURED), expected(plant, A, "near", "far"));
        assertEquals(rate(700, ExpectedRate.Basis.MEASURED), expected(plant, A, "far", "near"));
    }

    @Test
    void aModelOfTheProductGoesBeforeThatOfTheTechnology() {
        OpticalPlant both = plant(List.of(), List.of(model("CV-QKD", 1), model("V one", 1000)));
        assertEquals(rate(316, ExpectedRate.Basis.MODELLED), expected(both, A, "near"));
        OpticalPlant technology = plant(List.of(), List.of(model("CV-QKD", 10_000)));
        assertEquals(rate(3162, ExpectedRate.Basis.MODELLED), expected(technology, A, "near"));
    }

    @Test
    void withoutAModelOneIsFittedToAllThatWasMeasured() {
        OpticalPlant plant = plant(
                List.of(measured(List.of("near"), Optional.of(A), 1000), measured(List.of("far"), Optional.of(A), 100)),
                List.of());
        assertModelled(1000, expected(plant, B, "near"));
        assertModelled(31, expected(plant, B, "near", "far"));
    }

    @Test
    void ofWhatNothingIsKnownNothingIsExpected() {
        assertEquals(ExpectedRate.UNKNOWN, expected(plant(List.of(), List.of()), A, "near"));
        OpticalPlant once = plant(List.of(measured(List.of("near"), Optional.of(A), 1000)), List.of());
        assertEquals(ExpectedRate.UNKNOWN, expected(once, A, "far"), "one point is no line");
    }

    @Test
    void aLargerLossThatGaveNoKeySetsTheCutOff() {
        OpticalPlant plant = plant(
                List.of(
                        measured(List.of("near"), Optional.of(A), 1000),
                        measured(List.of("far"), Optional.of(A), 100),
                        measured(List.of("near", "far"), Optional.of(A), 0)),
                List.of());
        assertModelled(100, expected(plant, B, "far"));
        assertEquals(rate(0, ExpectedRate.Basis.MODELLED), expected(plant, B, "far", "near"));
        assertEquals(rate(0, ExpectedRate.Basis.MEASURED), expected(plant, A, "near", "far"));
    }

    @Test
    void aModelThatWouldRiseWithLossIsFlat() {
        LossModel model = LossModel.fitted(
                        "any",
                        List.of(
                                new LossModel.Observation(new Loss(1000), new SecretKeyRate(100)),
                                new LossModel.Observation(new Loss(2000), new SecretKeyRate(400))))
                .orElseThrow();
        assertEquals(model.at(new Loss(1000)), model.at(new Loss(50_000)));
        assertEquals(new SecretKeyRate(200), model.atNoLoss(), "the geometric mean");
    }
}
