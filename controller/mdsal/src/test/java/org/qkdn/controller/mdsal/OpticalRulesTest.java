package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.OpticalBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.Pairing;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.PairingBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.Span;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.SpanBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.SwitchBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical._switch.SpanPort;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical._switch.SpanPortBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.LossDb;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.OpticalChannel;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.qkdn.controller.core.model.Loss;

class OpticalRulesTest {
    private static final Span SPAN = span("QUEVEDO", "NORTE");

    private static Span span(String a, String b) {
        return new SpanBuilder()
                .setName("QUEVEDO-NORTE")
                .setASite(new NodeName(a))
                .setBSite(new NodeName(b))
                .setLoss(new LossDb(Decimal64.valueOf("1.5")))
                .build();
    }

    private static SpanPort port(int number, int channel) {
        return new SpanPortBuilder()
                .setNumber(Uint16.valueOf(number))
                .setSpan("QUEVEDO-NORTE")
                .setChannel(new OpticalChannel(Integer.toString(channel)))
                .build();
    }

    private static Optical withPorts(SpanPort... ports) {
        return new OpticalBuilder()
                .setSpan(BindingMap.of(SPAN))
                .setSwitch(BindingMap.of(new SwitchBuilder()
                        .setName("oxc")
                        .setSite(new NodeName("NORTE"))
                        .setSpanPort(BindingMap.of(ports))
                        .build()))
                .build();
    }

    private static Pairing pairing(String transmitterNode, int transmitter, String receiverNode, int receiver) {
        return new PairingBuilder()
                .setTransmitterNode(new NodeName(transmitterNode))
                .setTransmitterInterface(Uint32.valueOf(transmitter))
                .setReceiverNode(new NodeName(receiverNode))
                .setReceiverInterface(Uint32.valueOf(receiver))
                .build();
    }

    private static void assertObjection(Optical optical, String... words) {
        var objection = OpticalRules.objectionTo(optical).orElse("none");
        for (var word : words) {
            assertTrue(objection.contains(word), objection);
        }
    }

    @Test
    void refusesASpanWithOneSiteAtBothEnds() {
        assertObjection(
                new OpticalBuilder()
                        .setSpan(BindingMap.of(span("NORTE", "NORTE")))
                        .build(),
                "span QUEVEDO-NORTE has NORTE at both ends");
    }

    @Test
    void refusesTwoPortsThatLeadToTheSameSpanAndChannel() {
        assertObjection(withPorts(port(1, 34), port(2, 34)), "switch oxc", "ports 1 and 2", "channel 34");
        assertEquals(Optional.empty(), OpticalRules.objectionTo(withPorts(port(1, 34), port(2, 35))));
    }

    @Test
    void refusesAPairingWithinOneNode() {
        assertObjection(
                new OpticalBuilder()
                        .setPairing(BindingMap.of(pairing("NORTE", 1, "NORTE", 1)))
                        .build(),
                "pairing of transmitter NORTE/1",
                "another node");
    }

    @Test
    void refusesTwoPairingsWithOneReceiver() {
        assertObjection(
                new OpticalBuilder()
                        .setPairing(BindingMap.of(pairing("NORTE", 1, "QUINTO", 9), pairing("QUIJANO", 2, "QUINTO", 9)))
                        .build(),
                "receiver QUINTO/9",
                "delete one");
    }

    @Test
    void takesTheModelsInsertionLossWhereNoneIsGiven() {
        var plant = OpticalPlantCodec.decode(withPorts(port(1, 34)));
        assertEquals(new Loss(1500), plant.switches().get("oxc").insertionLoss());
    }

    @Test
    void readsALossWithAnyNumberOfFractionDigits() {
        var random = new SplittableRandom(42);
        for (int round = 0; round < 1000; round++) {
            int scale = random.nextInt(1, 4);
            int steps = (int) Math.pow(10, scale);
            int value = random.nextInt(0, 200 * steps + 1);
            assertEquals(
                    new Loss(value * 1000 / steps),
                    OpticalPlantCodec.loss(new LossDb(Decimal64.of(scale, value))),
                    value + " at scale " + scale);
        }
    }

    @Test
    void showsALossBeyondTheModelsRangeAsItsHighest() {
        assertEquals(new Loss(200_000), OpticalPlantCodec.loss(OpticalStateCodec.encode(new Loss(250_000))));
    }
}
