package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state directory that is no longer what the last run left: one line, no stack trace. */
class DamagedStateIT {
    private static final int MEND_FIRST = 2;

    private static EmulatedRun before;

    @BeforeAll
    static void aRunLeavesItsState() throws Exception {
        before = EmulatedRun.start(CommandLineIT.small().toString());
        before.stop();
    }

    @AfterAll
    static void cleanUp() throws Exception {
        before.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "controller/datastore/config-0.journal",
                "controller/datastore/config.snapshot",
                "nodes/ALPHA/agent/running.xml",
                "nodes/ALPHA/lkms/epochs",
                "nodes/ALPHA/lkms/kek.p12",
                "switches/switch-ALPHA.xml",
                "pki/ca.pem",
            })
    void aDamagedFileIsNamedInOneLine(String damaged) throws Exception {
        var state = Files.createTempDirectory("qkdn");
        try {
            Folders.copy(before.state().root(), state);
            damage(state.resolve(damaged));
            var arguments = new ArrayList<>(CommandLineIT.freePorts());
            arguments.addAll(List.of("--topology", CommandLineIT.small().toString(), "--state", state.toString()));
            var program = CommandLineIT.run(arguments.toArray(String[]::new));
            program.mustFailWithOneLine(
                    MEND_FIRST, state.resolve(damaged).getFileName().toString());
            assertFalse(program.errors().contains("Exception"), program.errors());
        } finally {
            Folders.delete(state);
        }
    }

    private static void damage(Path file) throws Exception {
        assertTrue(Files.isDirectory(file.getParent()), "a run leaves " + file.getParent());
        Files.writeString(file, "this is not what was written here".repeat(20));
    }
}
