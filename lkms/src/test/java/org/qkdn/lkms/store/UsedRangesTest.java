package org.qkdn.lkms.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsedRangesTest {
    @Test
    void agreesWithABitForEachByteForAnyOrderOfUse() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var bits = new BitSet();
            var ledger = UsedRanges.NONE;
            for (int i = 0; i < 200; i++) {
                int offset = random.nextInt(600) - 20;
                int length = random.nextInt(40) - 2;
                boolean free = offset >= 0
                        && length > 0
                        && bits.get(offset, offset + length).isEmpty();
                var next = ledger.with(offset, length);
                assertEquals(free, next.isPresent(), "seed " + seed + " step " + i);
                if (free) {
                    bits.set(offset, offset + length);
                    ledger = next.get();
                }
                assertEquals(bits.cardinality(), ledger.total(), "seed " + seed + " step " + i);
            }
            assertEquals(ledger, UsedRanges.decode(ledger.encode()), "seed " + seed);
        }
    }

    @Test
    void coversWhatItWasMadeFromAndNothingMore() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var one = some(random);
            var other = some(random);
            var bits = bits(other);
            bits.andNot(bits(one));
            assertEquals(bits.isEmpty(), one.covers(other), "seed " + seed);
            assertTrue(one.union(other).covers(other), "seed " + seed);
        }
    }

    private static UsedRanges some(Random random) {
        var ledger = UsedRanges.NONE;
        for (int i = 0; i < 3; i++) {
            ledger = ledger.with(random.nextInt(12), 1 + random.nextInt(6)).orElse(ledger);
        }
        return ledger;
    }

    private static BitSet bits(UsedRanges ledger) {
        var bits = new BitSet();
        for (int i = 0; i < 20; i++) {
            bits.set(i, ledger.with(i, 1).isEmpty());
        }
        return bits;
    }

    @Test
    void adjacentRangesBecomeOne() {
        var ledger = UsedRanges.NONE.with(0, 4).flatMap(l -> l.with(8, 4)).flatMap(l -> l.with(4, 4));
        assertEquals(UsedRanges.NONE.with(0, 12), ledger);
    }

    @Test
    void rangesThatOverflowAreNone() {
        assertTrue(UsedRanges.NONE.with(Integer.MAX_VALUE, 1).isEmpty());
        assertTrue(UsedRanges.NONE.with(1, Integer.MAX_VALUE).isEmpty());
    }
}
