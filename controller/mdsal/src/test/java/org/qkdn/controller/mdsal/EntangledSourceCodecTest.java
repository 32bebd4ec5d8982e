package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.OpticalBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.EntangledSource;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.EntangledSourceBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.SwitchBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.qkdn.controller.core.model.OpticalPlant;

class EntangledSourceCodecTest {
    private static EntangledSource source(String name, int first, int second) {
        return new EntangledSourceBuilder()
                .setName(name)
                .setSwitch("oxc")
                .setFirstPort(Uint16.valueOf(first))
                .setSecondPort(Uint16.valueOf(second))
                .setSlot(Decimal64.valueOf("10.5"))
                .build();
    }

    private static Optical with(EntangledSource... sources) {
        return new OpticalBuilder()
                .setSwitch(BindingMap.of(new SwitchBuilder()
                        .setName("oxc")
                        .setSite(new NodeName("ALICE"))
                        .build()))
                .setEntangledSource(BindingMap.of(sources))
                .build();
    }

    @Test
    void isReadWithItsSlotInMilliseconds() {
        assertEquals(
                Map.of("eps", new OpticalPlant.EntangledSource("eps", "oxc", 9, 10, Duration.ofMillis(10_500))),
                EntangledSourceCodec.decode(with(source("eps", 9, 10))));
    }

    @Test
    void bothPhotonsDoNotEnterTheSamePort() {
        assertTrue(objection(with(source("eps", 9, 9))).orElseThrow().contains("both photons enter port 9"));
        assertEquals(Optional.empty(), objection(with(source("eps", 9, 10))));
    }

    @Test
    void aSwitchHasOneSource() {
        assertTrue(objection(with(source("eps", 9, 10), source("spare", 11, 12)))
                .orElseThrow()
                .contains("has source eps already"));
    }

    private static Optional<String> objection(Optical optical) {
        return EntangledSourceCodec.objection(OpticalPlantCodec.decode(optical));
    }
}
