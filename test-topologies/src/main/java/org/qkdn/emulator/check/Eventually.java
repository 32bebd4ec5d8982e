package org.qkdn.emulator.check;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits for what must come about without saying when. */
public final class Eventually {
    /** Long enough for the slowest link of the network to fill a store, several times over. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Duration PAUSE = Duration.ofMillis(300);

    private Eventually() {}

    /** Looks once: empty where all is as wanted, else what is still missing. */
    @FunctionalInterface
    public interface Look {
        Optional<String> missing() throws IOException;
    }

    /**
     * Looks again and again.
     *
     * @throws IOException naming what was still missing when patience ended
     */
    public static void holds(Look look) throws IOException, InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        var missing = look.missing();
        while (missing.isPresent()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("not after " + PATIENCE.toSeconds() + " s: " + missing.get());
            }
            Thread.sleep(PAUSE);
            missing = look.missing();
        }
    }
}
