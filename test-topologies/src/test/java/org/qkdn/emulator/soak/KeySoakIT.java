package org.qkdn.emulator.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.emulator.FreePorts;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;

/** The short form of {@code ./qkdn soak keys}. */
class KeySoakIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final int DELIVERIES = 50_000;
    private static final int KILLS = 10;

    @TempDir
    private Path folder;

    @Test
    void noKeyComesTwiceOrWrongWhileProcessesAreKilledAndEachLossIsAccountedAsBurnt() throws Exception {
        long seed = new Random().nextLong(1_000_000);
        System.out.println("seed " + seed);
        var state = StateDirectory.open(folder.resolve("state"));
        try (var chain =
                NodeChain.start(HOME, state, FreePorts.row(PortPlan.SIZE), StoreSizes.LARGE, KeySoak.ASSOCIATIONS)) {
            var faults = new KeySoak(chain, DELIVERIES, KILLS, seed, System.out).run();
            assertEquals(
                    List.of(),
                    faults,
                    () -> "./qkdn soak keys --seed " + seed + " --deliveries " + DELIVERIES + " --kills " + KILLS);
        }
    }
}
