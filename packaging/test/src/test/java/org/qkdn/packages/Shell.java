package org.qkdn.packages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;

/** Commands that end: exit code, what they said, and what they said on standard error. */
record Shell(int exitCode, String text, String errors) {
    /** {@code environment} is added to ours. */
    static Shell run(Path folder, Map<String, String> environment, String... command) throws IOException {
        var errors = Files.createTempFile("errors", ".txt");
        try {
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Shell(process.waitFor(), text, Files.readString(errors));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in " + List.of(command), e);
        } finally {
            Files.delete(errors);
        }
    }

    static Shell run(String... command) throws IOException {
        return run(Path.of("."), Map.of(), command);
    }

    /** As a person would type it, who stops at the first thing that goes wrong. */
    static Shell bash(Path folder, Map<String, String> environment, String script) throws IOException {
        return run(folder, environment, "bash", "-euo", "pipefail", "-c", script);
    }

    Shell mustSucceed() {
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
}
