package org.qkdn.emulator.soak.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.emulator.FreePorts;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;

/** The short form of {@code ./qkdn soak kills}. */
class KillsIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final int TIMES = 2;

    @TempDir
    private Path folder;

    @Test
    void nothingAcknowledgedIsLostAndNothingIsThereByHalfWhenTheControllerIsKilled() throws Exception {
        long seed = new Random().nextLong(1_000_000);
        System.out.println("seed " + seed);
        var state = StateDirectory.open(folder.resolve("state"));
        var kills = KillsCommand.prepare(HOME, state, FreePorts.row(PortPlan.SIZE), TIMES, seed);
        assertEquals(List.of(), kills.run(), () -> "./qkdn soak kills --seed " + seed + " --times " + TIMES);
        System.out.println(kills.summary());
    }
}
