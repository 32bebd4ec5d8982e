package org.qkdn.controller.core.pairing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.AttachmentPoint;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.Maintenance.Target;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.OpticalPlant;
import org.qkdn.controller.core.model.OpticalPlant.SpanPort;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.Role;

/** A switch at A and one at B, joined by a good and a bad fibre. */
class ClosedTest {
    private static final NodeName A = new NodeName("A");
    private static final NodeName B = new NodeName("B");
    private static final ModuleId TRANSMITTER = new ModuleId(A, 1);
    private static final ModuleId RECEIVER = new ModuleId(B, 1);
    private static final Map<Integer, SpanPort> PORTS =
            Map.of(2, new SpanPort("good", new Channel(34)), 3, new SpanPort("bad", new Channel(34)));
    private static final OpticalPlant PLANT = new OpticalPlant(
            Map.of("good", span("good", 1000), "bad", span("bad", 9000)),
            Map.of(
                    "at-A", new OpticalPlant.Switch("at-A", A, Loss.NONE, PORTS),
                    "at-B", new OpticalPlant.Switch("at-B", B, Loss.NONE, PORTS)),
            List.of(),
            List.of(new OpticalPlant.WantedPairing(TRANSMITTER, RECEIVER, Optional.empty())));

    private static OpticalPlant.Span span(String name, int milliDb) {
        return new OpticalPlant.Span(name, A, B, new Loss(milliDb), Set.of());
    }

    private static NodeReport report(ModuleId module, Role role, int mostMilliDb) {
        return new NodeReport(
                module.node(),
                new UUID(0, module.node().value().charAt(0)),
                "OPERATING",
                List.of(new QkdModule(
                        module,
                        "model",
                        "CV-QKD",
                        role,
                        "",
                        Optional.of(new Loss(mostMilliDb)),
                        Optional.of(new AttachmentPoint("at-" + module.node(), 1)),
                        true)),
                List.of(),
                List.of(),
                true);
    }

    private static List<String> spans(int mostMilliDb, Map<ModuleId, Pairing> previous, Target... inMaintenance) {
        OpticalLayer layer = new OpticalLayer(
                PLANT,
                Set.of(A, B),
                Map.of(
                        A, report(TRANSMITTER, Role.TRANSMITTER, mostMilliDb),
                        B, report(RECEIVER, Role.RECEIVER, mostMilliDb)),
                Set.of(),
                Map.of(),
                Set.of());
        List<Maintenance> maintenance = Arrays.stream(inMaintenance)
                .map(target -> new Maintenance("m", target))
                .toList();
        Pairing pairing = PairingPlan.of(
                        layer,
                        new Wishes(PLANT.wantedPairings(), List.of(), List.of()),
                        previous,
                        Closed.of(maintenance, PLANT))
                .get(TRANSMITTER);
        return assertInstanceOf(Pairing.Made.class, pairing).spans();
    }

    @Test
    void newPairsKeepAwayFromASpanInMaintenance() {
        assertEquals(List.of("good"), spans(20_000, Map.of()));
        assertEquals(List.of("bad"), spans(20_000, Map.of(), new Target.Span("good")));
    }

    @Test
    void theyCrossItWhereTheOtherWayIsTooLossyOrThereIsNone() {
        assertEquals(List.of("good"), spans(5000, Map.of(), new Target.Span("good")));
        assertEquals(List.of("good"), spans(20_000, Map.of(), new Target.Switch("at-A")));
        assertEquals(List.of("good"), spans(20_000, Map.of(), new Target.Node(B)));
    }

    @Test
    void aPairThatIsMadeStays() {
        Pairing made = new Pairing.Made(
                TRANSMITTER,
                RECEIVER,
                Identities.physLink(TRANSMITTER, RECEIVER),
                new Channel(34),
                List.of("good"),
                new Loss(1000),
                List.of(new Pairing.CrossConnect("at-A", 1, 2), new Pairing.CrossConnect("at-B", 2, 1)));
        assertEquals(List.of("good"), spans(20_000, Map.of(TRANSMITTER, made), new Target.Span("good")));
    }
}
