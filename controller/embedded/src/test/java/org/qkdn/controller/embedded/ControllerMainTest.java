package org.qkdn.controller.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process tells a person in one line why it does not start. */
@Timeout(120)
class ControllerMainTest {
    private static final String GOOD = """
            stateDirectory: state
            restconf: {host: 127.0.0.1, port: 0}
            netconf: {host: 127.0.0.1, port: 0, hostKey: host.pem, users: []}
            tls: {certificate: controller.pem, key: controller.key, ca: ca.pem}
            operators: [{commonName: operator, role: operator}]
            ssh: {credentials: []}
            """;

    @TempDir
    Path folder;

    private record Outcome(int exitCode, String text) {}

    private Outcome start(String configuration) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("controller.yaml"), configuration);
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ControllerMain.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }

    private static void assertOneLine(int exitCode, String part, Outcome outcome) {
        assertEquals(exitCode, outcome.exitCode(), outcome.text());
        assertEquals(1, outcome.text().lines().count(), outcome.text());
        assertTrue(outcome.text().contains(part), outcome.text());
    }

    @Test
    void namesFileLineAndEntryOfABadConfiguration() throws Exception {
        assertOneLine(2, "controller.yaml:2: restconf.port", start(GOOD.replace("port: 0}", "port: many}")));
        assertOneLine(2, "tls: this entry is missing", start(GOOD.replaceAll("tls:.*\n", "")));
        assertOneLine(2, "colour: there is no such entry", start(GOOD + "colour: red\n"));
    }

    @Test
    void namesADamagedFileOfTheStateDirectory() throws Exception {
        var state = Files.createDirectories(folder.resolve("state"));
        Files.writeString(state.resolve("config.snapshot"), "this was a snapshot once");
        assertOneLine(3, "config.snapshot: the snapshot of the configuration is damaged", start(GOOD));
    }

    @Test
    void namesAMissingCertificate() throws Exception {
        assertOneLine(4, "controller.pem: cannot be read", start(GOOD));
    }

    @Test
    void namesAFolderThatCannotBeRecordedInto() throws Exception {
        Files.writeString(folder.resolve("taken"), "");
        assertOneLine(
                4,
                "taken cannot be written to (java.nio.file.FileAlreadyExistsException",
                start(GOOD + "recording: {folder: taken}\n"));
    }
}
