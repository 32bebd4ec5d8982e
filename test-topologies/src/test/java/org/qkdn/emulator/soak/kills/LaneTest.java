package org.qkdn.emulator.soak.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the soak would say of a store that loses, halves or invents. */
class LaneTest {
    private final Lane lane = new Lane("lane", new Random(1));
    private final Map<String, Long> stored = new TreeMap<>(Map.of("other-a0", 7L));
    private Change cutOff;

    /** The write after so many is cut off, at which its change is known. */
    private void work(int writes) {
        var writer = new Writer() {
            private int left = writes;

            @Override
            public void write(Change change) throws IOException {
                if (left-- == 0) {
                    cutOff = change;
                    throw new IOException("killed");
                }
                change.apply(stored);
            }

            @Override
            public void close() {}
        };
        assertThrows(IOException.class, () -> lane.write(writer));
    }

    @Test
    void allThatWasAcknowledgedIsEnoughWithOrWithoutTheWriteThatWasCutOff() {
        for (int life = 0; life < 50; life++) {
            work(life % 7);
            if (life % 2 == 0) {
                cutOff.apply(stored);
            }
            assertEquals(Optional.empty(), lane.check(stored));
        }
        assertTrue(lane.kept() >= 20, "kept " + lane.kept());
    }

    @Test
    void whatWasLostOrIsThereByHalfIsTold() {
        work(20);
        var lost = new TreeMap<>(stored);
        lost.remove("lane-b1");
        assertTrue(lane.check(lost).orElseThrow().contains("acknowledged was"));
        var half = new TreeMap<>(stored);
        half.put("lane-b1", 1000L);
        assertTrue(lane.check(half).isPresent());
        assertEquals(Optional.empty(), lane.check(stored));
    }
}
