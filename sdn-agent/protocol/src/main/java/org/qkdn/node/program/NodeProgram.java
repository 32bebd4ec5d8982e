package org.qkdn.node.program;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/**
 * A program of a QKD node as a process of its own, from its own configuration file. It serves until SIGTERM or SIGINT, ends
 * in order and then has the exit code that the JVM gives: 143 or 130.
 *
 * @param main the class of its {@code main}; its jar tells the version
 * @param name as it is typed, such as {@code qkdn-agent}
 * @param purpose what it is, for its help
 * @param options lines for its help about what else may be typed; may be empty
 */
public record NodeProgram(Class<?> main, String name, String purpose, String options) {
    /** Exit code: the command line or the configuration file has to be mended; trying again does not help. */
    public static final int MEND_FIRST = 2;

    /** Exit code: it could not start with what is there now, such as a port in use or a certificate that is missing. */
    public static final int CANNOT_START = 4;

    private static final int BUG = 1;

    /** Reads a configuration file; the message of its exception is one line for whoever wrote the file. */
    @FunctionalInterface
    public interface Reading<C> {
        C from(Path file) throws IOException;
    }

    /** Starts what serves until it is closed; the message of its exception is one line for whoever runs it. */
    @FunctionalInterface
    public interface Starting<C> {
        AutoCloseable with(C configuration) throws IOException;
    }

    /** Does what was typed; ends the process, or returns once it is asked to end. */
    public <C> void run(String[] arguments, Reading<C> reading, Starting<C> starting) throws InterruptedException {
        if (arguments.length != 1 || (arguments[0].startsWith("-") && !isQuestion(arguments[0]))) {
            throw refused(arguments);
        }
        switch (arguments[0]) {
            case "--help", "-h" -> tell(System.out, help());
            case "--version" -> tell(System.out, name + " " + version());
            default -> serve(read(Path.of(arguments[0]), reading), starting);
        }
    }

    /** As {@link #run}, but does one thing and ends. */
    public <C> C read(Path file, Reading<C> reading) {
        ProcessLog.begin();
        try {
            return reading.from(file);
        } catch (IOException e) {
            throw end(MEND_FIRST, e.getMessage());
        }
    }

    private <C> void serve(C configuration, Starting<C> starting) throws InterruptedException {
        try {
            var serving = starting.with(configuration);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(serving), "stop"));
        } catch (IOException e) {
            throw end(CANNOT_START, e.getMessage());
        } catch (RuntimeException e) {
            // threads that were started would keep a process alive that serves nobody
            LoggerFactory.getLogger(main).error("{} cannot go on", name, e);
            throw end(BUG, name + ": this is a bug, please report it: " + e);
        }
        new CountDownLatch(1).await();
    }

    private void close(AutoCloseable serving) {
        try {
            serving.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(main).warn("{} did not end in order", name, e);
        }
    }

    private static boolean isQuestion(String argument) {
        return argument.equals("--help") || argument.equals("-h") || argument.equals("--version");
    }

    private IllegalStateException refused(String[] arguments) {
        return end(
                MEND_FIRST,
                name + ": "
                        + (arguments.length == 0 ? "" : "'" + String.join(" ", arguments) + "' is not understood: ")
                        + "give the path of the configuration file, or --help");
    }

    private String help() {
        return """
                usage: %s FILE
                       %s --help | --version

                %s

                FILE is its configuration. It serves until SIGTERM or SIGINT, and logs to standard error.
                %sExit code 2: the command line or the file has to be mended, and one line says what; 4: it cannot start, as with a
                port in use, a certificate or state that cannot be used, and one line says why; 143 or 130: stopped by a signal.
                """.formatted(name, name, purpose, options).stripTrailing();
    }

    /** Nothing in a build's own folders has one. */
    private String version() {
        return Optional.ofNullable(main.getPackage().getImplementationVersion()).orElse("(not from its jar)");
    }

    private static void tell(PrintStream where, String text) {
        where.println(text);
    }

    /** Never returns; throwing what it gives tells the compiler so. */
    private static IllegalStateException end(int code, String line) {
        tell(System.err, line);
        System.exit(code);
        return new IllegalStateException("the process ends");
    }
}
