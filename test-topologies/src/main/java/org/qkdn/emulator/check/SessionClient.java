package org.qkdn.emulator.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks for a key again and again, and hands its name to the server, which fetches it; a time without a key is let go. */
final class SessionClient implements Runnable {
    private final SaePair pair;
    private final int keyBits;
    private final long firstMillis;
    private final long everyMillis;
    private final CountDownLatch over;
    private final Runnable served;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Optional<String> failure = Optional.empty();

    /** @param served told of each session */
    SessionClient(SaePair pair, int keyBits, long firstMillis, long everyMillis, CountDownLatch over, Runnable served) {
        this.pair = pair;
        this.keyBits = keyBits;
        this.firstMillis = firstMillis;
        this.everyMillis = everyMillis;
        this.over = over;
        this.served = served;
    }

    @Override
    public void run() {
        try {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(firstMillis);
            while (!over.await(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                asked.incrementAndGet();
                if (pair.exchange(1, keyBits, new ArrayList<>()).isPresent()) {
                    served.run();
                }
                due += TimeUnit.MILLISECONDS.toNanos(everyMillis);
            }
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int asked() {
        return asked.get();
    }

    /** Why it stopped asking. */
    Optional<String> failure() {
        return failure;
    }
}
