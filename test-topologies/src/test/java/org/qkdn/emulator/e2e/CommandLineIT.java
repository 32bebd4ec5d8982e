package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qkdn.emulator.FreePorts;
import org.qkdn.emulator.network.PortPlan;

/** What a person sees who types something wrong, or whose machine or state directory is not as it should be. */
class CommandLineIT {
    private static final String SCRIPT = EmulatedRun.HOME.resolve("qkdn").toString();
    private static final int MEND_FIRST = 2;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void helpTellsTheCommands(String option) throws Exception {
        var help = Program.run(SCRIPT, option).mustSucceed();
        for (var command : List.of("run ", "emu ", "test ", "JAVA_HOME")) {
            assertTrue(help.text().contains(command), help.text());
        }
        assertEquals("", help.errors());
    }

    @Test
    void anUnknownCommandIsNamed() throws Exception {
        Program.run(SCRIPT, "fly").mustFailWithOneLine(MEND_FIRST, "'fly'", "./qkdn --help");
    }

    @Test
    void noCommandAtAllGetsTheUsage() throws Exception {
        var program = Program.run(SCRIPT);
        assertEquals(MEND_FIRST, program.exitCode());
        assertTrue(program.errors().startsWith("usage: ./qkdn"), program.errors());
    }

    @Test
    void aMissingJdkIsNamedWithARemedy() throws Exception {
        Program.run(bareMachine(""), List.of(SCRIPT, "run"))
                .mustFailWithOneLine(MEND_FIRST, "no JDK of version 21 or newer", "apt-get install");
    }

    @Test
    void aMissingMavenIsNamedWithARemedy() throws Exception {
        Program.run(bareMachine(System.getProperty("java.home")), List.of(SCRIPT, "run"))
                .mustFailWithOneLine(MEND_FIRST, "mvn", "apt-get install maven");
    }

    @Test
    void emuWithoutANetworkSaysHowToStartOne() throws Exception {
        var program = Program.run(SCRIPT, "emu", "--state", folder.toString(), "status");
        program.mustFailWithOneLine(MEND_FIRST, "no emulator listens at " + folder, "./qkdn run");
    }

    @Test
    void helpOfRunTellsEveryOptionAndTheExitCodes() throws Exception {
        var help = run("--help").mustSucceed();
        for (var option : List.of("--topology", "--state", "--port-base", "--speed", "--check", "Exit code: 0")) {
            assertTrue(help.text().contains(option), help.text());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frobnicate              | --frobnicate",
                "--port-base much          | --port-base",
                "--port-base 80            | port base 80 is wrong: choose one from 1024",
                "--port-base               | --port-base",
                "--speed fast              | --speed",
                "--speed 0                 | --speed",
                "--speed -1                | --speed",
                "--topology atlantis       | atlantis: there is no such topology",
                "--state /proc/none/such   | choose another --state",
                "surplus                   | surplus",
            })
    void aWrongOptionGetsOneLine(String options, String named) throws Exception {
        var arguments = new ArrayList<>(List.of(options.split(" ", -1)));
        if (!options.startsWith("--port-base")) {
            arguments.addAll(0, freePorts());
        }
        run(arguments.toArray(String[]::new)).mustFailWithOneLine(MEND_FIRST, named);
    }

    @Test
    void aTopologyFileWithAnErrorIsNamedWithLineAndRemedy() throws Exception {
        var file = Files.writeString(
                folder.resolve("bad.yaml"), Files.readString(small()).replace("lossDb: 3.5", "lossDb: much"));
        run("--topology", file.toString())
                .mustFailWithOneLine(MEND_FIRST, file + ":7: ", "'much' is wrong here: write a number");
    }

    @Test
    void aPortInUseIsNamedWithARemedy() throws Exception {
        int base = FreePorts.row(PortPlan.SIZE);
        try (var taken = new ServerSocket(base + 1, 1, InetAddress.getLoopbackAddress())) {
            run("--port-base", Integer.toString(base))
                    .mustFailWithOneLine(MEND_FIRST, "port " + taken.getLocalPort() + " is in use", "--port-base");
        }
    }

    @Test
    void aStateDirectoryThatIsAFileIsNamed() throws Exception {
        var file = Files.createFile(folder.resolve("state"));
        var arguments = new ArrayList<>(freePorts());
        arguments.addAll(List.of("--state", file.toString()));
        run(arguments.toArray(String[]::new)).mustFailWithOneLine(MEND_FIRST, file + " is in the way", "move it");
    }

    /** What {@code ./qkdn run} does once everything is built. */
    static Program run(String... arguments) throws IOException, InterruptedException {
        var module = EmulatedRun.HOME.resolve("test-topologies").resolve("target");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dqkdn.home=" + EmulatedRun.HOME);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", module + "/*" + File.pathSeparator + module + "/lib/*"));
        command.add("org.qkdn.emulator.run.RunMain");
        command.addAll(List.of(arguments));
        return Program.run(Map.of(), command);
    }

    static List<String> freePorts() {
        return List.of("--port-base", Integer.toString(FreePorts.row(PortPlan.SIZE)));
    }

    static Path small() throws Exception {
        return Path.of(Objects.requireNonNull(CommandLineIT.class.getResource("/e2e/small.yaml"))
                .toURI());
    }

    /** A PATH with the shell's own tools only, and no JDK but one that is named. */
    private Map<String, String> bareMachine(String javaHome) throws IOException {
        var tools = Files.createDirectory(folder.resolve("bin"));
        for (var tool : List.of("bash", "dirname", "readlink", "sed", "env")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        var jvms = Files.createDirectory(folder.resolve("jvm"));
        return Map.of("PATH", tools.toString(), "JAVA_HOME", javaHome, "QKDN_JVMS", jvms.toString());
    }
}
