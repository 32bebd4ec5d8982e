package org.qkdn.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.qkdn.emulator.check.Eventually;

/** A packaged program as a process of its own, with its log on standard error. */
final class Daemon implements AutoCloseable {
    /** What the JVM makes of SIGTERM, and the unit calls a success. */
    private static final int STOPPED = 143;

    private static final Pattern SERVES = Pattern.compile("serves |relay port |ready: ");

    private static final int PATIENCE_SECONDS = 30;

    private final String name;
    private final Path program;
    private final Path configuration;
    private final Path log;
    private final String javaOptions;
    private long begun;
    private Process process;
    private boolean running;

    /** {@code javaOptions} are added to those of the package. */
    Daemon(String name, Path program, Path configuration, Path log, String javaOptions) {
        this.javaOptions = javaOptions;
        this.name = name;
        this.program = program;
        this.configuration = configuration;
        this.log = log;
    }

    /** It takes some seconds until it serves. */
    void start() throws IOException {
        start(Map.of());
    }

    /** As systemd starts it, whose journal stamps each line and takes its priority from the number in front. */
    void startUnderJournald() throws IOException {
        start(Map.of("JOURNAL_STREAM", "8:1"));
    }

    private void start(Map<String, String> more) throws IOException {
        Files.deleteIfExists(log);
        var builder = new ProcessBuilder(program.toString(), configuration.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(log.toFile());
        builder.environment().putAll(environment());
        builder.environment().putAll(more);
        begun = System.nanoTime();
        process = builder.start();
        process.getOutputStream().close();
        running = true;
    }

    /** Returns when its log says that it serves; the time since its start. */
    Duration awaitServing() throws IOException, InterruptedException {
        Eventually.holds(() -> {
            assertTrue(process.isAlive(), () -> name + " does not start: " + log());
            return SERVES.matcher(log()).find() ? Optional.empty() : Optional.of(name + " says only: " + log());
        });
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** What becomes of another process from the same configuration. */
    Shell second() throws IOException {
        return Shell.run(configuration.getParent(), environment(), program.toString(), configuration.toString());
    }

    private Map<String, String> environment() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"), "QKDN_JAVA_OPTS", javaOptions);
    }

    /** By SIGTERM, as systemd does. */
    void stop() throws InterruptedException {
        running = false;
        process.destroy();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), () -> name + " does not stop: " + log());
        assertEquals(STOPPED, process.exitValue(), () -> name + ": " + log());
    }

    /** Though nobody has stopped it. */
    boolean hasDied() {
        return running && !process.isAlive();
    }

    @Override
    public String toString() {
        return name;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory in MB. */
    long residentMegabytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024;
        }
    }

    @Override
    public void close() {
        if (running) {
            process.destroyForcibly();
        }
    }
}
