package org.qkdn.emulator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.Combination;
import org.qkdn.lkms.combine.Combinations;

class CombinationNamesTest {
    @Test
    void lkmsMakesEveryCombinationThatAServiceMayAskForAndNoOther() {
        var named =
                Arrays.stream(Combination.values()).map(Combination::getName).collect(Collectors.toSet());
        assertEquals(named, new HashSet<>(Combinations.names()));
    }
}
