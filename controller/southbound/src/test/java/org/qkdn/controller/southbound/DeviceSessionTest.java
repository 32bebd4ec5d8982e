package org.qkdn.controller.southbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device that talks faster than it is listened to. */
@Timeout(60)
class DeviceSessionTest {
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch listening = new CountDownLatch(1);
    private final CountDownLatch lost = new CountDownLatch(1);
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicInteger readings = new AtomicInteger();

    private final class Slow extends DeviceSession<String> {
        private volatile Ear ear;

        Slow() {
            super(
                    "slow",
                    new Backoff(
                            new Pace(hours(), hours(), hours(), hours(), hours(), hours()), new SplittableRandom(1)));
        }

        private static Duration hours() {
            return Duration.ofHours(1);
        }

        @Override
        String connect(Ear newEar) {
            ear = newEar;
            return "open";
        }

        @Override
        void disconnect(String open) {
            // nothing was opened
        }

        @Override
        long work(String open) throws IOException {
            connected.countDown();
            try {
                listening.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return Long.MAX_VALUE;
        }

        @Override
        void readSoon() {
            readings.incrementAndGet();
        }

        @Override
        void lost(String reason) {
            assertEquals("gone", reason);
            lost.countDown();
        }
    }

    @Test
    void losesNewsThatFindNoRoomHasTheDeviceReadAndStillHearsThatTheConnectionEnded() throws InterruptedException {
        try (var session = new Slow()) {
            session.start();
            assertTrue(connected.await(30, TimeUnit.SECONDS));
            for (int i = 0; i < 20_000; i++) {
                session.ear.news(heard::incrementAndGet);
            }
            session.ear.end("gone");
            assertTrue(readings.get() > 1);
            listening.countDown();
            assertTrue(lost.await(30, TimeUnit.SECONDS));
            assertEquals(10_000, heard.get());
        }
    }
}
