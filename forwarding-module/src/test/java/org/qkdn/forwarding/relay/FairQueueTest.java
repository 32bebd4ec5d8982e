package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private record Item(String lane, int number, int units, int priority) implements FairQueue.Entry {}

    private final FairQueue<String, Item> queue = new FairQueue<>();

    @Test
    void laneThatFloodsGetsNoMoreThanItsShare() {
        for (int i = 0; i < 10_000; i++) {
            queue.add("flood", new Item("flood", i, 1 + i % 128, 0));
        }
        for (int i = 0; i < 100; i++) {
            queue.add("calm", new Item("calm", i, 16, 0));
        }
        Map<String, Integer> served = new HashMap<>();
        while (queue.entries("calm") > 0) {
            var item = queue.poll((lane, first) -> true).orElseThrow();
            served.merge(item.lane(), item.units(), Integer::sum);
        }
        assertEquals(1600, served.get("calm"));
        assertTrue(served.get("flood") <= 1600 + 128, "flood: " + served.get("flood"));
    }

    @Test
    void priorityWeighsAndStarvesNobody() {
        for (int i = 0; i < 10_000; i++) {
            queue.add("first", new Item("first", i, 8, 7));
            queue.add("last", new Item("last", i, 8, 0));
        }
        Map<String, Integer> served = new HashMap<>();
        for (int i = 0; i < 900; i++) {
            served.merge(queue.poll((lane, first) -> true).orElseThrow().lane(), 1, Integer::sum);
        }
        assertEquals(800, served.get("first"), 16);
        assertEquals(100, served.get("last"), 16);
    }

    @Test
    void laneThatMayNotGoHoldsUpNoOther() {
        queue.add("blocked", new Item("blocked", 0, 1, 7));
        queue.add("open", new Item("open", 0, 128, 0));
        assertEquals(
                "open",
                queue.poll((lane, first) -> lane.equals("open")).orElseThrow().lane());
        assertTrue(queue.poll((lane, first) -> lane.equals("open")).isEmpty());
        assertEquals(1, queue.units("blocked"));
    }

    @Test
    void keepsTheOrderOfEachLaneAndLosesNothing() {
        long seed = 20_265;
        var random = new Random(seed);
        Map<String, Deque<Item>> model = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            if (random.nextInt(3) > 0) {
                var lane = "lane-" + random.nextInt(9);
                var item = new Item(lane, i, 1 + random.nextInt(128), random.nextInt(8));
                queue.add(lane, item);
                model.computeIfAbsent(lane, key -> new ArrayDeque<>()).add(item);
            } else if (random.nextInt(10) == 0) {
                int number = random.nextInt(i + 1);
                var removed = queue.remove(item -> item.number() == number);
                removed.forEach(item -> assertTrue(model.get(item.lane()).remove(item)));
            } else {
                int shut = random.nextInt(9);
                queue.poll((lane, first) -> !lane.equals("lane-" + shut))
                        .ifPresent(item -> assertEquals(model.get(item.lane()).poll(), item, "seed " + seed));
            }
        }
        assertEquals(
                model.values().stream()
                        .flatMap(Deque::stream)
                        .mapToLong(Item::units)
                        .sum(),
                queue.units());
    }
}
