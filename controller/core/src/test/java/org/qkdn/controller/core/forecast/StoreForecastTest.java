package org.qkdn.controller.core.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;

class StoreForecastTest {
    private static final NodeName A = new NodeName("A");
    private static final NodeName B = new NodeName("B");
    private static final Duration HORIZON = Duration.ofMinutes(2);
    private static final long STEP = 30;
    private static final SecretKeyRate MADE = new SecretKeyRate(1000);

    private StoreForecast forecast = StoreForecast.UNKNOWN;
    private long second;

    /** {@code stored} by the number of the observation. */
    private void observe(int count, LongUnaryOperator stored) {
        for (int i = 0; i < count; i++) {
            observe(A, stored.applyAsLong(i));
            second += STEP;
        }
    }

    private void observe(NodeName end, long bits) {
        forecast = forecast.with(end, new Observation(Instant.ofEpochSecond(second), bits, MADE), HORIZON);
    }

    @Test
    void aStoreThatFallsEvenlyIsEmptyWhenItsLineSaysSo() {
        observe(6, i -> 1_000_000 - 500L * STEP * i);
        assertEquals(Optional.of(Duration.ofSeconds((1_000_000 - 500 * STEP * 5) / 500)), forecast.timeToExhaustion());
        assertEquals(Optional.of(new SecretKeyRate(1500)), forecast.consumption());
        assertFalse(forecast.spared(), "that is more than the horizon");
    }

    @Test
    void nothingIsSaidBeforeEnoughWasObserved() {
        observe(3, i -> 1000 - 400 * i);
        assertEquals(Optional.empty(), forecast.timeToExhaustion());
        assertEquals(Optional.empty(), forecast.consumption());
        assertFalse(forecast.spared());
    }

    @Test
    void aLinkThatMakesMoreThanIsUsedIsNeverSparedHoweverLittleIsStored() {
        observe(20, i -> 5 + i);
        assertEquals(Optional.empty(), forecast.timeToExhaustion());
        assertFalse(forecast.spared());
    }

    @Test
    void aFewWildObservationsDoNotMoveIt() {
        long seed = 4711;
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 200; run++) {
            forecast = StoreForecast.UNKNOWN;
            int wild = random.nextInt(8);
            int other = random.nextInt(8);
            observe(8, i -> 300_000 + 10L * STEP * i);
            observe(8, i -> i == wild || i == other ? random.nextInt(2_000_000) : 500_000 + 10L * STEP * i);
            assertFalse(forecast.spared(), "seed " + seed + ", run " + run);
        }
    }

    @Test
    void threeObservationsThatFallAfterALongRestAreEnough() {
        observe(10, i -> 400_000);
        assertFalse(forecast.spared());
        observe(3, i -> 300_000 - 100_000L * i);
        assertTrue(forecast.spared(), forecast::toString);
    }

    @Test
    void theWorseEndCounts() {
        for (int i = 0; i < 6; i++) {
            observe(A, 1_000_000);
            observe(B, 60_000 - 10_000L * i);
            second += STEP;
        }
        assertEquals(Optional.of(Duration.ofSeconds(30)), forecast.timeToExhaustion());
        assertTrue(forecast.spared());
    }

    @Test
    void anEndThatFellSilentIsForgotten() {
        observe(6, i -> 60_000 - 10_000L * i);
        assertTrue(forecast.spared());
        for (int i = 0; i < 12; i++) {
            second += STEP;
            observe(B, 1_000_000);
        }
        assertEquals(Optional.empty(), forecast.timeToExhaustion());
    }

    @Test
    void itIsSparedUntilAHorizonLongNothingSpokeForIt() {
        observe(6, i -> 60_000 - 10_000L * i);
        assertTrue(forecast.spared());
        // grows again; the median follows after some observations, then a horizon passes
        int until = 0;
        while (forecast.spared() && until < 50) {
            int grown = until;
            observe(1, i -> 10_000 + 5_000L * grown);
            until++;
        }
        assertTrue(until * STEP >= HORIZON.toSeconds(), "after " + until * STEP + " s");
        assertTrue(until * STEP <= 3 * HORIZON.toSeconds(), "after " + until * STEP + " s");
    }

    @Test
    void anEmptyStoreStaysSpared() {
        observe(6, i -> 50_000 - 10_000L * i);
        observe(30, i -> 0);
        assertTrue(forecast.spared());
    }

    @Test
    void aStoreThatGoesUpAndDownAroundTheHorizonDoesNotFlap() {
        observe(6, i -> 60_000 - 10_000L * i);
        int changes = 0;
        boolean last = forecast.spared();
        for (int i = 0; i < 100; i++) {
            observe(A, 20_000 + (i % 4 < 2 ? 4_000 : -4_000));
            second += STEP;
            changes += forecast.spared() == last ? 0 : 1;
            last = forecast.spared();
        }
        assertTrue(changes <= 1, changes + " changes");
    }

    @Test
    void withoutAHorizonNoneIsSpared() {
        for (int i = 0; i < 8; i++) {
            forecast = forecast.with(
                    A, new Observation(Instant.ofEpochSecond(30L * i), 8_000 - 1_000L * i, MADE), Duration.ZERO);
        }
        assertFalse(forecast.spared());
        assertTrue(forecast.timeToExhaustion().isPresent());
    }

    @Test
    void whatIsOlderThanTheNewestSaysNothing() {
        observe(6, i -> 60_000);
        StoreForecast before = forecast;
        second = 10;
        observe(A, 0);
        assertEquals(before, forecast);
    }
}
