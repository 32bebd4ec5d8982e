package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.AutomaticPairing;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.Switching;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.qkdn.controller.core.model.PairingPolicy;

/** How switched modules are paired, from {@code qkdn-optical:optical}; defaults are those of the YANG model. */
final class PairingPolicyCodec {
    private PairingPolicyCodec() {}

    static PairingPolicy decode(Optical optical) {
        var automatic = Optional.ofNullable(optical.getAutomaticPairing());
        var switching = Optional.ofNullable(optical.getSwitching());
        return new PairingPolicy(
                automatic.map(AutomaticPairing::getEnabled).orElse(PairingPolicy.DEFAULT.automatic()),
                seconds(automatic, AutomaticPairing::getHorizon).orElse(PairingPolicy.DEFAULT.horizon()),
                seconds(automatic, AutomaticPairing::getRelockTime).orElse(PairingPolicy.DEFAULT.relock()),
                automatic
                        .map(AutomaticPairing::getStoreTarget)
                        .map(PairingPolicyCodec::bits)
                        .orElse(PairingPolicy.DEFAULT.storeTargetBits()),
                switching
                        .map(Switching::getSettlingTime)
                        .map(time -> Duration.ofMillis(time.toJava()))
                        .orElse(PairingPolicy.DEFAULT.settling()),
                seconds(switching, Switching::getDeadline).orElse(PairingPolicy.DEFAULT.deadline()),
                optical.nonnullLockedModule().values().stream()
                        .map(module -> OpticalPlantCodec.module(module.requireNode(), module.requireInterface()))
                        .collect(Collectors.toSet()));
    }

    private static <T> Optional<Duration> seconds(Optional<T> from, Function<T, Uint32> leaf) {
        return from.map(leaf).map(time -> Duration.ofSeconds(time.toJava()));
    }

    /** More than a signed number holds is no store of this world. */
    private static long bits(Uint64 bits) {
        return bits.longValue() < 0 ? Long.MAX_VALUE : bits.longValue();
    }
}
