package org.qkdn.emulator.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program that has ended: its exit code, what it said, and what it said on standard error. */
record Program(int exitCode, String text, String errors) {
    static Program run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), List.of(command));
    }

    /** {@code environment} is added to ours. */
    static Program run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        var errors = Files.createTempFile("errors", ".txt");
        try {
            var builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Program(process.waitFor(), text, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }

    Program mustSucceed() {
        Assertions.assertEquals(0, exitCode, toString());
        return this;
    }

    /** That it ended with one line that a person can do something about. */
    void mustFailWithOneLine(int code, String... parts) {
        Assertions.assertEquals(code, exitCode, toString());
        Assertions.assertEquals(1, errors.lines().count(), toString());
        for (var part : parts) {
            Assertions.assertTrue(errors.contains(part), () -> "'" + part + "' is not in: " + errors);
        }
    }

    /** Skips the test, and says what to install, where a program is missing. */
    static void assumeInstalled(String program, String debianPackage) {
        Assumptions.assumeTrue(
                List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
                program + " is missing: install the Debian package " + debianPackage);
    }
}
