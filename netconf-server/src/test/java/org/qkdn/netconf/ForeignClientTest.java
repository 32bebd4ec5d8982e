package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others against the server: ncclient talks to it, yanglint checks what it says. */
class ForeignClientTest {
    @TempDir
    private Path folder;

    @Test
    void ncclientAndYanglintFindNothingWrong() throws Exception {
        assumeRuns("python3-ncclient", "/usr/bin/python3", "-c", "import ncclient, lxml");
        final var export = Files.createDirectory(folder.resolve("export"));
        try (var server = TestServer.start(folder)) {
            final var script =
                    Path.of(getClass().getResource("/python/ncclient_check.py").toURI());
            final var check = start(
                    "/usr/bin/python3",
                    script.toString(),
                    Integer.toString(server.port()),
                    folder.resolve("operator").toString(),
                    export.toString());
            Poll.until(
                    "it has subscribed or ended", () -> server.notifications().subscribers() == 1 || !check.isAlive());
            server.notifications().publish(TestServer.notification("link-up", "b"), Instant.now());
            server.notifications().publish(TestServer.notification("link-down", "a"), Instant.now());
            final var said = output(check);
            assertEquals(0, check.waitFor(), said);
            assertTrue(said.contains("ALL GOOD"), said);
        }
        lint(export);
    }

    private static void lint(Path export) throws Exception {
        assumeRuns("libyang2-tools", "yanglint", "--version");
        final var command = new ArrayList<>(List.of("yanglint", "-p", export.toString(), "-D", "-t", "get"));
        command.add("-f");
        command.add("xml");
        try (var schemas = Files.list(export)) {
            schemas.filter(file -> file.toString().endsWith(".yang"))
                    .filter(file -> !file.getFileName().toString().matches("ietf-(yang|inet)-types.*"))
                    .map(Path::toString)
                    .sorted()
                    .forEach(command::add);
        }
        command.add(export.resolve("get.xml").toString());
        final var yanglint = start(command.toArray(String[]::new));
        final var said = output(yanglint);
        assertEquals(0, yanglint.waitFor(), said);
    }

    private static void assumeRuns(String debianPackage, String... command) throws InterruptedException {
        boolean runs;
        try {
            final var process = start(command);
            output(process);
            runs = process.waitFor() == 0;
        } catch (IOException e) {
            runs = false;
        }
        Assumptions.assumeTrue(runs, "needs the Debian package " + debianPackage);
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
