package org.qkdn.emulator.check;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Reports each step of a check as it goes. */
public final class Narrator {
    private final PrintStream out;
    private int passed;

    public Narrator(PrintStream out) {
        this.out = out;
    }

    /** A step of the story. */
    @FunctionalInterface
    public interface Step {
        /** What was seen, for the report. */
        String run() throws Exception;
    }

    public void step(String title, Step step) throws StepFailed {
        var start = Instant.now();
        out.printf("  %-62s ", title);
        out.flush();
        try {
            var seen = step.run();
            passed++;
            out.printf("ok   %5.1f s  %s%n", seconds(start), seen);
        } catch (Exception e) {
            out.printf("FAIL %5.1f s%n", seconds(start));
            throw new StepFailed(title, e);
        }
    }

    public int passed() {
        return passed;
    }

    private static double seconds(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }

    /** A step did not come out as it should; the message says which and why. */
    public static final class StepFailed extends IOException {
        private static final long serialVersionUID = 1L;

        StepFailed(String title, Exception cause) {
            super(title + ": " + why(cause), cause);
        }

        /** Who is interrupted, or finds a socket closed, may have nothing to say. */
        private static String why(Exception cause) {
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
    }
}
