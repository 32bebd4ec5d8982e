package org.qkdn.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand changes of a switch at which everything goes wrong that can, by chance. */
@Timeout(60)
class TransactionPropertyTest {
    private static final Set<Integer> ALL =
            Set.copyOf(IntStream.rangeClosed(1, Fabric.PORTS).boxed().toList());
    private static final int CHANGES = 10_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void eachIsCompleteOrUndoneAndNoPortIsEverUsedTwice() throws IOException {
        var applied = 0;
        var refused = 0;
        var settled = 0;
        var connected = new TreeMap<Integer, Integer>();
        for (int i = 0; i < CHANGES; i++) {
            final var fabric = new Fabric();
            fabric.set(connected);
            trouble(fabric);
            final var what = "seed " + seed + ", change " + i;
            final var desired = desired();
            final var before = fabric.connections();
            final var driver = new Transaction(new FabricProtocol(fabric));
            SwitchResult result;
            try {
                result = driver.apply(desired, ALL);
                if (result instanceof SwitchResult.Applied) {
                    applied++;
                } else {
                    refused++;
                }
            } catch (ChangeInDoubt doubt) {
                settled++;
                result = driver.settle(doubt);
            }
            isWhole(what, before, desired, result, fabric);
            connected = new TreeMap<>(fabric.connections());
        }
        assertTrue(applied > 1000 && refused > 1000 && settled > 500, applied + " " + refused + " " + settled);
    }

    private static void isWhole(
            String what,
            SortedMap<Integer, Integer> before,
            SortedMap<Integer, Integer> desired,
            SwitchResult result,
            Fabric fabric) {
        final var present = fabric.connections();
        assertEquals(present, result.crossConnects(), what);
        assertEquals(
                present.size(), new HashSet<>(present.values()).size(), what + ": an egress is used twice: " + present);
        switch (result) {
            case SwitchResult.Applied done -> assertEquals(desired, present, what);
            case SwitchResult.Refused undone -> {
                if (!undone.reason().contains("could not be put back")) {
                    assertEquals(before, present, what + ": " + undone.reason());
                }
            }
        }
    }

    private void trouble(Fabric fabric) {
        fabric.lies = random.nextInt(8) == 0;
        fabric.darkens = random.nextInt(16) == 0;
        if (random.nextInt(3) == 0) {
            fabric.breakPort(1 + random.nextInt(Fabric.PORTS));
        }
        if (random.nextInt(4) == 0) {
            fabric.health(1 + random.nextInt(Fabric.PORTS), random.nextBoolean() ? "FAILED" : "DISABLED");
        }
        if (random.nextInt(4) == 0) {
            fabric.lose(new Fabric.Loss(1 + random.nextInt(4), random.nextBoolean(), false));
        }
    }

    /** Some inputs to some outputs, each once. */
    private SortedMap<Integer, Integer> desired() {
        final List<Integer> inputs = shuffled(1, 8);
        final List<Integer> outputs = shuffled(9, 16);
        final var pairs = new TreeMap<Integer, Integer>();
        for (int i = random.nextInt(6); i > 0; i--) {
            pairs.put(inputs.get(i), outputs.get(i));
        }
        return pairs;
    }

    private List<Integer> shuffled(int first, int last) {
        final var list =
                new ArrayList<>(IntStream.rangeClosed(first, last).boxed().toList());
        Collections.shuffle(list, random);
        return list;
    }
}
