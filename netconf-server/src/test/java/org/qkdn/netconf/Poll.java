package org.qkdn.netconf;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assertions;

/** Waits for something that happens soon. */
final class Poll {
    private Poll() {}

    static void until(String what, Callable<Boolean> condition) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    Assertions.fail("not in time: " + what);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }
}
