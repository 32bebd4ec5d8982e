package org.qkdn.controller.core.lighting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.NodeName;

class FairSlotsTest {
    private static final long SEED = 20_261_126;
    private static final int BLOCK_BITS = 554;
    private static final int KEY_BITS = 512;

    @Test
    void whoeverLacksTheSameGetsTheSame() {
        Map<Association, Long> deficits = new TreeMap<>();
        pairs(4).forEach(each -> deficits.put(each, 5000L));
        Map<Association, Integer> slots = new HashMap<>();
        FairSlots fair = FairSlots.NONE;
        for (int slot = 0; slot < 100; slot++) {
            FairSlots.Turn turn = fair.next(deficits);
            fair = turn.after();
            slots.merge(turn.association().orElseThrow(), 1, Integer::sum);
            if (slots.size() == 6) {
                assertTrue(Collections.max(slots.values()) - Collections.min(slots.values()) <= 1, slots::toString);
            }
        }
    }

    @Test
    void slotsAreSharedInProportionToWhatIsLacking() {
        Random random = seeded();
        for (int round = 0; round < 300; round++) {
            Map<Association, Long> deficits = deficits(random, 2 + random.nextInt(6));
            double total = deficits.values().stream().mapToLong(bits -> bits).sum();
            Map<Association, Integer> slots = new HashMap<>();
            Map<Association, Integer> last = new HashMap<>();
            FairSlots fair = FairSlots.NONE;
            for (int slot = 1; slot <= 500; slot++) {
                FairSlots.Turn turn = fair.next(deficits);
                fair = turn.after();
                slots.merge(turn.association().orElseThrow(), 1, Integer::sum);
                last.put(turn.association().orElseThrow(), slot);
                for (Map.Entry<Association, Long> each : deficits.entrySet()) {
                    double share = each.getValue() / total;
                    double due = share * slot;
                    int got = slots.getOrDefault(each.getKey(), 0);
                    assertTrue(got < due + 1.01, () -> each + " got " + got + " of " + due);
                    assertTrue(got > due - 1 - Math.log(deficits.size()), () -> each + " got " + got + " of " + due);
                    int waited = slot - last.getOrDefault(each.getKey(), 0);
                    assertTrue(
                            waited <= (3 + Math.log(deficits.size())) / share,
                            () -> each + " with a share of " + share + " waited " + waited + " slots");
                }
            }
        }
    }

    /** Moving any time from one to another makes the sum of deficit times logarithm of time smaller. */
    @Test
    void noOtherSharesAreProportionallyFairer() {
        Random random = seeded();
        for (int round = 0; round < 50; round++) {
            Map<Association, Long> deficits = deficits(random, 2 + random.nextInt(3));
            int count = 2000;
            Map<Association, Double> time = new HashMap<>();
            FairSlots fair = FairSlots.NONE;
            for (int slot = 0; slot < count; slot++) {
                FairSlots.Turn turn = fair.next(deficits);
                fair = turn.after();
                time.merge(turn.association().orElseThrow(), 1.0 / count, Double::sum);
            }
            double fairness = fairness(deficits, time);
            for (Association from : deficits.keySet()) {
                for (Association to : deficits.keySet()) {
                    Map<Association, Double> moved = new HashMap<>(time);
                    double part = Math.min(0.02, time.getOrDefault(from, 0.0) / 2);
                    moved.merge(from, -part, Double::sum);
                    moved.merge(to, part, Double::sum);
                    assertTrue(fairness(deficits, moved) <= fairness + 2e-3, () -> from + " to " + to);
                }
            }
        }
    }

    @Test
    void whoLacksNothingHasNoSlot() {
        List<Association> pairs = pairs(3);
        Map<Association, Long> deficits = Map.of(pairs.get(0), 0L, pairs.get(1), 10L);
        for (int slot = 0; slot < 5; slot++) {
            assertEquals(
                    Optional.of(pairs.get(1)), FairSlots.NONE.next(deficits).association());
        }
        assertEquals(
                Optional.empty(), FairSlots.NONE.next(Map.of(pairs.get(0), 0L)).association());
        assertEquals(Optional.empty(), FairSlots.NONE.next(Map.of()).association());
    }

    @Test
    void idlingEarnsNothingAndForgivesNothing() {
        List<Association> pairs = pairs(3);
        Map<Association, Long> two = Map.of(pairs.get(0), 100L, pairs.get(1), 100L);
        FairSlots fair = FairSlots.NONE;
        for (int slot = 0; slot < 1000; slot++) {
            fair = fair.next(two).after();
        }
        Map<Association, Integer> slots = new HashMap<>();
        Map<Association, Long> three = new HashMap<>(two);
        three.put(pairs.get(2), 100L);
        for (int slot = 0; slot < 30; slot++) {
            FairSlots.Turn turn = fair.next(three);
            fair = turn.after();
            slots.merge(turn.association().orElseThrow(), 1, Integer::sum);
        }
        slots.values().forEach(count -> assertEquals(10, count, 1.0, slots::toString));
    }

    @Test
    void aSlotWithoutKeyIsMadeUpFor() {
        Random random = seeded();
        Map<Association, Long> deficits = new TreeMap<>();
        pairs(4).forEach(each -> deficits.put(each, 5000L));
        Map<Association, Integer> made = new HashMap<>();
        FairSlots fair = FairSlots.NONE;
        for (int slot = 0; slot < 600; slot++) {
            FairSlots.Turn turn = fair.next(deficits);
            Association chosen = turn.association().orElseThrow();
            boolean fails = random.nextInt(4) == 0;
            fair = fails ? turn.after().giveBack(chosen) : turn.after();
            made.merge(chosen, fails ? 0 : 1, Integer::sum);
        }
        assertTrue(Collections.max(made.values()) - Collections.min(made.values()) <= 2, made::toString);
    }

    /** Paper 004: 100 blocks for six combinations with two consumers each, a 512-bit key every 60 s, slots of 10.5 s. */
    @Test
    void theDataCentresSixCombinationsAreServedAlike() {
        List<Association> pairs = pairs(4);
        Map<Association, Long> stored = new HashMap<>();
        Map<Association, Integer> sessions = new TreeMap<>();
        FairSlots fair = FairSlots.NONE;
        int asked = 0;
        for (int slot = 1; slot <= 100; slot++) {
            Map<Association, Long> deficits = new HashMap<>();
            pairs.forEach(each -> deficits.put(each, Math.max(0, 20_000 - stored.getOrDefault(each, 0L))));
            FairSlots.Turn turn = fair.next(deficits);
            fair = turn.after();
            stored.merge(turn.association().orElseThrow(), (long) BLOCK_BITS, Long::sum);
            // consumers ask again every 60 s, and a last time when the last block is there
            if (slot * 10.5 >= 60 * (asked + 1) || slot == 100) {
                asked++;
                for (Association each : pairs) {
                    for (int consumer = 0; consumer < 2; consumer++) {
                        if (stored.getOrDefault(each, 0L) >= KEY_BITS) {
                            stored.merge(each, (long) -KEY_BITS, Long::sum);
                            sessions.merge(each, 1, Integer::sum);
                        }
                    }
                }
            }
        }
        int served = sessions.values().stream().mapToInt(count -> count).sum();
        System.out.println(served + " sessions: " + sessions.values());
        assertTrue(served >= 100, sessions::toString);
        assertTrue(Collections.max(sessions.values()) <= 1.1 * Collections.min(sessions.values()), sessions::toString);
    }

    private static double fairness(Map<Association, Long> deficits, Map<Association, Double> time) {
        double total = deficits.values().stream().mapToLong(bits -> bits).sum();
        return deficits.entrySet().stream()
                .mapToDouble(each -> each.getValue() / total * Math.log(time.getOrDefault(each.getKey(), 1e-9)))
                .sum();
    }

    private static Map<Association, Long> deficits(Random random, int nodes) {
        Map<Association, Long> deficits = new TreeMap<>();
        pairs(nodes).forEach(each -> deficits.put(each, 1000L + random.nextInt(20_000)));
        return deficits;
    }

    private static List<Association> pairs(int nodes) {
        List<Association> pairs = new ArrayList<>();
        for (int a = 0; a < nodes; a++) {
            for (int b = a + 1; b < nodes; b++) {
                pairs.add(Association.of(new NodeName("node-" + a), new NodeName("node-" + b)));
            }
        }
        return pairs;
    }

    private static Random seeded() {
        System.out.println("seed " + SEED);
        return new Random(SEED);
    }
}
