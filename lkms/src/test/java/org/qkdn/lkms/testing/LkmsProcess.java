package org.qkdn.lkms.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.lkms.LkmsMain;

/** An LKMS as a process of its own. */
public final class LkmsProcess implements AutoCloseable {
    private final Process process;
    private final Path errors;

    private LkmsProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    public static LkmsProcess start(Path file) throws IOException {
        var errors = file.resolveSibling("stderr-" + System.nanoTime() + ".txt");
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPathWithoutTests(),
                LkmsMain.class.getName(),
                file.toString());
        var process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        return new LkmsProcess(process, errors);
    }

    /** So that the tests' logging configuration is not the process's. */
    private static String classPathWithoutTests() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(part -> !part.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        var ignored = process.destroyForcibly().waitFor();
    }

    public int exitCode() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end");
        }
        return process.exitValue();
    }

    public String errors() throws IOException {
        return Files.readString(errors);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
