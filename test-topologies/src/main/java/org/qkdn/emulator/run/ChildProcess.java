package org.qkdn.emulator.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process of ours: the controller, or the emulated network. Its output goes to a log file. */
public final class ChildProcess implements ControllerProgram {
    private static final long PATIENCE_SECONDS = 15;

    private final String name;
    private final Path log;
    private final ProcessBuilder builder;
    private Process process;

    private ChildProcess(String name, ProcessBuilder builder, Path log) {
        this.name = name;
        this.log = log;
        this.builder = builder.redirectErrorStream(true);
    }

    /** Does not start it yet. */
    public static ChildProcess of(String name, ProcessBuilder builder, Path log) {
        return new ChildProcess(name, builder, log);
    }

    /**
     * A Java program. Does not start it yet.
     *
     * @param libraries folders of jars that make its class path
     */
    public static ChildProcess java(
            String name, List<Path> libraries, List<String> jvmOptions, String main, List<String> arguments, Path log) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        var extra = System.getenv("QKDN_JAVA_OPTS");
        if (extra != null && !extra.isBlank()) {
            command.addAll(List.of(extra.trim().split("\\s+")));
        }
        var classPath = libraries.stream().map(folder -> folder + "/*").collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(arguments);
        return of(name, new ProcessBuilder(command), log);
    }

    @Override
    public void start() throws IOException {
        Files.createDirectories(log.getParent());
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = builder.start();
        // nobody types to it
        process.getOutputStream().close();
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    /** Asks it to end, waits, and ends it by force where it does not. */
    @Override
    public void stop() throws InterruptedException {
        if (isAlive()) {
            process.destroy();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    /** Once it has ended. */
    public OptionalInt exitCode() {
        return process == null || process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** SIGKILL: it gets no chance to tidy up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** What to tell when it has ended though it should not: its own last word. */
    @Override
    public String epitaph() {
        var last = "";
        try (var lines = Files.lines(log)) {
            last = lines.filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
        } catch (IOException | java.io.UncheckedIOException e) {
            last = "its log cannot be read: " + e.getMessage();
        }
        return name + " ended with exit code " + process.exitValue() + ": " + last + " (log: " + log + ")";
    }
}
