package org.qkdn.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees who asks a packaged program something, or whose configuration or machine is not as it should be. */
class ProgramsIT {
    private static final int MEND_FIRST = 2;
    private static final int CANNOT_START = 4;

    @TempDir
    static Path folder;

    private static Machine machine;

    @BeforeAll
    static void install() throws Exception {
        machine = Machine.unpack(folder.resolve("machine"), Packages.NODE);
        Machine.unpack(folder.resolve("machine"), Packages.CONTROLLER);
    }

    private static Shell run(String program, String... arguments) throws IOException {
        // quick to start, which is all that they do here
        var environment =
                Map.of("JAVA_HOME", System.getProperty("java.home"), "QKDN_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        return run(program, environment, arguments);
    }

    private static Shell run(String program, Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(machine.program(program).toString()));
        command.addAll(List.of(arguments));
        return Shell.run(folder, environment, command.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"controller", "agent", "lkms", "forwarding"})
    void helpAndVersionGoToStandardOutput(String program) throws Exception {
        var help = run(program, "--help").mustSucceed();
        assertTrue(help.text().startsWith("usage: qkdn-" + program + " FILE\n"), help.toString());
        assertTrue(help.text().contains("Exit code 2"), help.toString());
        assertEquals("", help.errors());
        var version = run(program, "--version").mustSucceed();
        assertTrue(version.text().matches("qkdn-" + program + " \\d+\\.\\d+\\.\\d+.*\n"), version.toString());
        assertEquals("", version.errors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"controller", "agent", "lkms", "forwarding"})
    void aWrongCommandLineOrFileGetsOneLine(String program) throws Exception {
        run(program).mustFailWithOneLine(MEND_FIRST, "qkdn-" + program, "--help");
        run(program, "--fly").mustFailWithOneLine(MEND_FIRST, "--fly", "--help");
        run(program, "none.yaml").mustFailWithOneLine(MEND_FIRST, "none.yaml");
        run(program, folder.toString()).mustFailWithOneLine(MEND_FIRST, folder.toString());
        var wrong = edited(program, text -> text.replaceFirst("port: 20\\d+", "port: 99999"));
        run(program, wrong.toString()).mustFailWithOneLine(MEND_FIRST, wrong.toString(), "99999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "lkms", "forwarding"})
    void anExampleThatNobodyHasEditedSaysWhatToChange(String program) throws Exception {
        var file = machine.file(program).toString();
        run(program, file).mustFailWithOneLine(MEND_FIRST, file, "CHANGE-ME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"controller", "agent", "lkms", "forwarding"})
    void aMissingCertificateIsNamed(String program) throws Exception {
        var file = edited(program, text -> text);
        run(program, file.toString()).mustFailWithOneLine(CANNOT_START, program + "/" + program + ".");
    }

    @Test
    void aMachineWithoutAJavaRuntimeThatIsNewEnoughIsToldWhatToDo() throws Exception {
        var tools = Files.createDirectory(folder.resolve("bin"));
        for (var tool : List.of("sh", "dirname", "readlink", "sed")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        var old = Files.createDirectories(folder.resolve("old/bin"));
        Files.createSymbolicLink(old.resolve("java"), Path.of("/usr/bin/true"));
        Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"17.0.9\"\n");
        var environment = Map.of(
                "PATH", tools.toString(), "JAVA_HOME", folder.resolve("old").toString(), "QKDN_JVMS", "/nonexistent");
        run("agent", environment, "--help")
                .mustFailWithOneLine(MEND_FIRST, "no Java runtime of version 21 or newer", "JAVA_HOME (" + folder);
    }

    /** A packaged file with what has to be set. */
    private static Path edited(String program, UnaryOperator<String> change) throws IOException {
        var text = Files.readString(machine.file(program))
                .replace("name: CHANGE-ME", "name: QUINTO")
                .replace("id: CHANGE-ME", "id: 5b000000-0000-4000-8000-000000000009")
                .replace("/var/lib/qkdn", folder.resolve("state").toString());
        return Files.writeString(
                machine.file(program).resolveSibling("edited-" + program + ".yaml"), change.apply(text));
    }
}
