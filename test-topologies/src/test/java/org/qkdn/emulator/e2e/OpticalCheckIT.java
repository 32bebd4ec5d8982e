package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every direct link of a network of three sites, over the controller's RESTCONF and the emulated plant. */
class OpticalCheckIT {
    @Test
    void everyDirectLinkMakesKeyAndTheOneThatLosesTooMuchIsRefusedWithTheFigure() throws Exception {
        var topology = Path.of(Objects.requireNonNull(OpticalCheckIT.class.getResource("/e2e/three.yaml"))
                .toURI());
        // a short path: the emulator's socket lives there
        var state = Files.createTempDirectory("qkdn");
        try {
            var arguments = new ArrayList<>(CommandLineIT.freePorts());
            arguments.addAll(List.of("--state", state.toString(), "--topology", topology.toString()));
            arguments.addAll(List.of("--speed", "20", "--check", "optical"));
            var said = CommandLineIT.run(arguments.toArray(String[]::new))
                    .mustSucceed()
                    .text();
            for (var line : List.of(
                    "ok      ALPHA/1 > BETA/1               37      6.5       23         20         20         20",
                    "ok      ALPHA/1 > BETA/1               38      6.5       23    446.683          -    446.683",
                    "ok      BETA/2 > GAMMA/1               37       19       23     25.118          -     25.118",
                    "refused  ALPHA/1 > GAMMA/1 at 37: the optical path loses 24 dB, the modules bear 23 dB",
                    "3 direct links made key, 0 did not, 1 are refused")) {
                assertTrue(said.contains(line), said);
            }
        } finally {
            Folders.delete(state);
        }
    }
}
