package org.qkdn.emulator.soak;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What a flood found, and how far it is. For several threads. */
final class Findings {
    private static final int PROGRESS_EVERY = 100_000;
    private static final int MOST_TEXT = 300;

    private final long seed;
    private final PrintStream out;
    private final AtomicLong refused = new AtomicLong();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    Findings(long seed, PrintStream out) {
        this.seed = seed;
        this.out = out;
    }

    void refused(long more) {
        long now = refused.addAndGet(more);
        if (now / PROGRESS_EVERY > (now - more) / PROGRESS_EVERY) {
            out.println(now + " requests refused");
        }
    }

    long refused() {
        return refused.get();
    }

    void fault(String what) {
        faults.add("seed " + seed + ": " + what);
    }

    void fault(String what, byte[] request) {
        var text = new String(request, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
        fault(what + ": " + (text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "..." : text));
    }

    void require(boolean condition, String otherwise) {
        if (!condition) {
            fault(otherwise);
        }
    }

    /** So that a flood ends early where all is lost anyway. */
    boolean isClean() {
        return faults.isEmpty();
    }

    List<String> faults() {
        return List.copyOf(faults);
    }
}
