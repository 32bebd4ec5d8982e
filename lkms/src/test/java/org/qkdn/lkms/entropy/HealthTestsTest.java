package org.qkdn.lkms.entropy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HealthTestsTest {
    @Test
    void goodRandomNumbersRaiseNoAlarm() {
        for (long seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var tests = new HealthTests();
            for (int i = 0; i < 64; i++) {
                var block = new byte[8192];
                random.nextBytes(block);
                assertTrue(tests.fault(block).isEmpty(), "seed " + seed);
            }
        }
    }

    @Test
    void repetitionsAreCountedAcrossBlocks() {
        var tests = new HealthTests();
        var half = new byte[HealthTests.REPETITIONS - 1];
        Arrays.fill(half, (byte) 7);
        assertTrue(tests.fault(half).isEmpty());
        assertTrue(tests.fault(new byte[] {7}).isPresent());
    }

    @Test
    void deadAndBiasedSourcesAreFound() {
        assertTrue(new HealthTests().fault(new byte[1024]).isPresent());
        for (long seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var tests = new HealthTests();
            var block = new byte[8192];
            random.nextBytes(block);
            for (int i = 0; i < block.length; i++) {
                block[i] = random.nextInt(4) == 0 ? 1 : block[i];
            }
            assertTrue(tests.fault(block).isPresent(), "a quarter of all octets are the same, seed " + seed);
        }
    }

    /** By exact arithmetic, where the code sums in floating point. */
    @Test
    void proportionCutoffIsTheSmallestWithinTheFalseAlarmRate() {
        var context = new MathContext(60);
        var p = BigDecimal.ONE.divide(BigDecimal.valueOf(64), context);
        var limit = BigDecimal.ONE.divide(BigDecimal.TWO.pow(40), context);
        assertTrue(tail(HealthTests.PROPORTION, p, context).compareTo(limit) <= 0);
        assertTrue(tail(HealthTests.PROPORTION - 1, p, context).compareTo(limit) > 0);
        assertEquals(8, HealthTests.REPETITIONS);
    }

    /** P(at least so many of the window). */
    private static BigDecimal tail(int least, BigDecimal p, MathContext context) {
        var sum = BigDecimal.ZERO;
        var q = BigDecimal.ONE.subtract(p);
        var choose = BigDecimal.ONE;
        for (int k = 0; k <= HealthTests.WINDOW; k++) {
            if (k >= least) {
                sum = sum.add(
                        choose.multiply(p.pow(k, context)).multiply(q.pow(HealthTests.WINDOW - k, context)), context);
            }
            choose = choose.multiply(BigDecimal.valueOf(HealthTests.WINDOW - k))
                    .divide(BigDecimal.valueOf(k + 1L), context);
        }
        return sum;
    }
}
