package org.qkdn.emulator;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, with a deadline. */
public final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Eventually() {}

    public static void is(Callable<Boolean> condition, Callable<String> state) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                fail("did not come true in " + DEADLINE + ": " + state.call());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
