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

/** The short form of {@code ./qkdn soak malformed}. */
class MalformedSoakIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final int REQUESTS = 100_000;

    @TempDir
    private Path folder;

    @Test
    void malformedRequestsAreRefusedAsTheClientsFaultAndNothingLeaksCrashesOrChanges() throws Exception {
        long seed = new Random().nextLong(1_000_000);
        var state = StateDirectory.open(folder.resolve("state"));
        try (var chain = NodeChain.start(
                HOME, state, FreePorts.row(PortPlan.SIZE), StoreSizes.SMALL, MalformedSoak.ASSOCIATIONS, 2)) {
            var faults = new MalformedSoak(chain, REQUESTS, seed, System.out).run();
            assertEquals(List.of(), faults, () -> "./qkdn soak malformed --seed " + seed + " --requests " + REQUESTS);
        }
    }
}
