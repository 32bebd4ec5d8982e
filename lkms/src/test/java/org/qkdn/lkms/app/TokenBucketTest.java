package org.qkdn.lkms.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    /** The same in exact arithmetic: millionths of bits, and a time in microseconds. */
    private static final class Exact {
        private final BigInteger rate;
        private final BigInteger burst;
        private BigInteger level;

        Exact(long rate, long burst) {
            this.rate = BigInteger.valueOf(rate);
            this.burst = BigInteger.valueOf(burst).multiply(MILLION);
            this.level = this.burst;
        }

        void pass(long micros) {
            level = level.add(rate.multiply(BigInteger.valueOf(micros))).min(burst);
        }

        boolean take(long bits) {
            var wanted = BigInteger.valueOf(bits).multiply(MILLION);
            if (level.compareTo(wanted) < 0) {
                return false;
            }
            level = level.subtract(wanted);
            return true;
        }

        void giveBack(long bits) {
            level = level.add(BigInteger.valueOf(bits).multiply(MILLION)).min(burst);
        }
    }

    @Test
    void givesJustWhatExactArithmeticGives() {
        for (long seed = 1; seed <= 200; seed++) {
            var random = new Random(seed);
            long rate = 1 + (long) (Math.pow(10, random.nextInt(12)) * random.nextDouble());
            long burst = Math.max(rate, 32_768);
            var bucket = new TokenBucket(rate, burst, now.get());
            var exact = new Exact(rate, burst);
            for (int step = 0; step < 500; step++) {
                var where = "seed " + seed + " step " + step;
                long micros = (long) (Math.pow(10, random.nextInt(10)) * random.nextDouble());
                now.updateAndGet(time -> time.plusNanos(1000 * micros));
                exact.pass(micros);
                long bits = 1 + random.nextLong(burst);
                if (random.nextInt(5) == 0) {
                    bucket.giveBack(bits, now.get());
                    exact.giveBack(bits);
                }
                var wait = bucket.take(bits, now.get());
                assertEquals(exact.take(bits), wait.isZero(), where);
                if (!wait.isZero()) {
                    justThen(bucket, exact, wait, bits, where);
                }
            }
        }
    }

    /** After the wait it is given, and not a microsecond earlier. */
    private void justThen(TokenBucket bucket, Exact exact, Duration wait, long bits, String where) {
        long micros = wait.toNanos() / 1000;
        now.updateAndGet(time -> time.plus(wait).minusNanos(1000));
        exact.pass(micros - 1);
        assertEquals(Duration.ofNanos(1000), bucket.take(bits, now.get()), where);
        now.updateAndGet(time -> time.plusNanos(1000));
        exact.pass(1);
        assertTrue(bucket.take(bits, now.get()).isZero(), where);
        assertTrue(exact.take(bits), where);
    }

    @Test
    void timeBetweenMicrosecondsIsNotLost() {
        var bucket = new TokenBucket(1_000_000, 1_000_000, now.get());
        assertTrue(bucket.take(1_000_000, now.get()).isZero());
        for (int i = 0; i < 4_000; i++) {
            now.updateAndGet(time -> time.plusNanos(250));
            assertTrue(!bucket.take(1_000_000, now.get()).isZero());
        }
        assertTrue(bucket.take(1_000, now.get()).isZero());
        assertTrue(!bucket.take(1, now.get()).isZero());
    }

    @Test
    void clockThatIsSetBackGivesNothingAndStopsNothing() {
        var bucket = new TokenBucket(1_000, 1_000, now.get());
        assertTrue(bucket.take(1_000, now.get()).isZero());
        now.updateAndGet(time -> time.minusSeconds(3600));
        assertEquals(Duration.ofSeconds(1), bucket.take(1_000, now.get()));
        now.updateAndGet(time -> time.plusSeconds(1));
        assertTrue(bucket.take(1_000, now.get()).isZero());
    }

    @Test
    void rateBeyondAnyStoreDoesNotOverflow() {
        for (long rate : new long[] {Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            var bucket = new TokenBucket(rate, Math.max(rate, 32_768), now.get());
            for (int i = 0; i < 10; i++) {
                assertTrue(bucket.take(32_768, now.get()).isZero());
                now.updateAndGet(time -> time.plusSeconds(100_000));
            }
        }
    }

    @Test
    void moreThanABurstIsGivenFromAFullBucketAndTheNextWaitForIt() {
        var bucket = new TokenBucket(1_000, 1_000, now.get());
        assertTrue(bucket.take(5_000, now.get()).isZero());
        assertEquals(Duration.ofSeconds(4).plusMillis(1), bucket.take(1, now.get()));
        now.updateAndGet(time -> time.plusSeconds(4));
        assertEquals(0, bucket.available(now.get()));
        assertEquals(Duration.ofSeconds(1), bucket.take(5_000, now.get()));
        now.updateAndGet(time -> time.plusSeconds(1_000_000));
        assertEquals(1_000, bucket.available(now.get()));
    }
}
