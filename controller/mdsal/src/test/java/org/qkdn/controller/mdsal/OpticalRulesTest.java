package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.OpticalBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.FixedPairBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.MeasuredRateBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.Pairing;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.PairingBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.RateModelBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.Span;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.SpanBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.SpanKey;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.SwitchBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical._switch.SpanPort;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical._switch.SpanPortBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.BitRate;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.LossDb;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.OpticalChannel;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.qkdn.controller.core.model.Channel;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.LossModel;
import org.qkdn.controller.core.model.RateTable;
import org.qkdn.controller.core.model.SecretKeyRate;

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

    @Test
    void aFixedPairIsNotPutOnAChannelOfClassicalLight() {
        var optical = new OpticalBuilder()
                .setSpan(BindingMap.of(new SpanBuilder(SPAN)
                        .setClassicalChannel(Set.of(new OpticalChannel("34")))
                        .build()))
                .setFixedPair(BindingMap.of(new FixedPairBuilder()
                        .setName("pair")
                        .setTransmitterNode(new NodeName("QUEVEDO"))
                        .setTransmitterInterface(Uint32.ONE)
                        .setReceiverNode(new NodeName("NORTE"))
                        .setReceiverInterface(Uint32.ONE)
                        .setSpan(List.of("QUEVEDO-NORTE"))
                        .setChannel(new OpticalChannel("34"))
                        .build()))
                .build();
        assertEquals(
                Optional.of(
                        "fixed-pair pair: channel 34 is a classical-channel of span QUEVEDO-NORTE: correct one of the two"),
                OpticalRules.objectionTo(optical));
    }

    @Test
    void spansOfAMeasurementMeetAndStartAtItsSite() {
        assertEquals(Optional.empty(), OpticalRules.objectionTo(measured(null, "QUEVEDO-NORTE", "NORTE-DISTRITO")));
        assertEquals(
                Optional.empty(), OpticalRules.objectionTo(measured("DISTRITO", "NORTE-DISTRITO", "QUEVEDO-NORTE")));
        var wrong = OpticalRules.objectionTo(measured("QUEVEDO", "NORTE-DISTRITO", "QUEVEDO-NORTE"));
        assertTrue(wrong.orElseThrow().contains("span NORTE-DISTRITO is not where the light has come to"));
        var unknown = OpticalRules.objectionTo(measured(null, "NOWHERE"));
        assertTrue(unknown.orElseThrow().contains("there is no span NOWHERE"));
    }

    @Test
    void ratesAndSpansAreReadAsTheOperatorGaveThem() {
        var plant = OpticalPlantCodec.decode(measured("DISTRITO", "NORTE-DISTRITO", "QUEVEDO-NORTE"));
        assertEquals(
                List.of(new RateTable.Measured(
                        "HWDU CV-QKD",
                        List.of("NORTE-DISTRITO", "QUEVEDO-NORTE"),
                        Optional.of(new org.qkdn.controller.core.model.NodeName("DISTRITO")),
                        new Channel(37),
                        new SecretKeyRate(4300))),
                plant.rates().measured());
        assertEquals(
                List.of(new LossModel(
                        "HWDU CV-QKD", new SecretKeyRate(22_700), new Loss(6500), Optional.of(new Loss(20_000)))),
                plant.rates().models());
        var span = plant.spans().get("NORTE-DISTRITO");
        assertEquals(new Loss(2500), span.loss(new Channel(37)), "1.5 dB and filters of 1 dB");
        assertEquals(new Loss(4000), span.loss(new Channel(1310)), "3 dB and filters of 1 dB");
        assertEquals(Set.of(new Channel(21)), span.classical());
    }

    private static Optical measured(String from, String... spans) {
        return new OpticalBuilder()
                .setSpan(BindingMap.of(
                        SPAN,
                        new SpanBuilder(span("NORTE", "DISTRITO"))
                                .withKey(new SpanKey("NORTE-DISTRITO"))
                                .setOBandLoss(new LossDb(Decimal64.valueOf("3.0")))
                                .setFilterLoss(new LossDb(Decimal64.valueOf("1.0")))
                                .setClassicalChannel(Set.of(new OpticalChannel("21")))
                                .build()))
                .setMeasuredRate(BindingMap.of(new MeasuredRateBuilder()
                        .setName("row")
                        .setProduct("HWDU CV-QKD")
                        .setSpan(List.of(spans))
                        .setFromSite(from == null ? null : new NodeName(from))
                        .setChannel(new OpticalChannel("37"))
                        .setRate(new BitRate(Uint64.valueOf(4300)))
                        .build()))
                .setRateModel(BindingMap.of(new RateModelBuilder()
                        .setOf("HWDU CV-QKD")
                        .setRateAtNoLoss(new BitRate(Uint64.valueOf(22_700)))
                        .setLossPerDecade(Decimal64.valueOf("6.5"))
                        .setCutOff(new LossDb(Decimal64.valueOf("20.0")))
                        .build()))
                .build();
    }
}
