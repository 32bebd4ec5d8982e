package org.qkdn.lkms.combine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixingCostTest {
    /** How much it is, this machine's load decides, so nothing here depends on it. */
    @Test
    void costOfEveryCombinationCanBeMeasured(@TempDir Path directory) throws Exception {
        var lines = new MixingCost(Integer.getInteger("mixing.rounds", 3)).lines(directory);
        lines.forEach(System.out::println);
        assertEquals(1 + 2 * MixingCost.measured().size(), lines.size());
    }
}
