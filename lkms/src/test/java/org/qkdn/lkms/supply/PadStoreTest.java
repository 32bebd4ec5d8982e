package org.qkdn.lkms.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.UsedRanges;
import org.qkdn.node.v1.AllotPad.Purpose;

class PadStoreTest {
    private static final StoreId LINK = StoreId.link("l");
    private static final int RESERVE = 1024;

    @TempDir
    Path directory;

    private KeyDatabase database;
    private PadStore pads;

    @BeforeEach
    void open() throws Exception {
        database = KeyDatabase.open(directory);
        pads = new PadStore(database, RESERVE);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void supply(int bytes) {
        try (var block = KeyBytes.owning(new byte[bytes])) {
            assertTrue(pads.add(LINK, UUID.randomUUID(), Owner.OWN, block, UsedRanges.NONE)
                    .join());
        }
    }

    private PadStore.Pad allot(int least, int most, Purpose purpose, int priority) {
        return pads.allot(LINK, new PadStore.Wanted(least, most, purpose, priority))
                .join();
    }

    private boolean given(int bytes, int priority) {
        return allot(bytes, bytes, Purpose.BLOCK, priority) instanceof PadStore.Pad.Burnt;
    }

    @Test
    void reserveIsNeverGivenToARelayedBlockAndAllOfItToAnswers() {
        supply(RESERVE + 100);
        assertTrue(given(100, 7));
        assertInstanceOf(PadStore.Pad.Missing.class, allot(1, 1, Purpose.BLOCK, 7));
        for (int left = RESERVE; left >= 32; left -= 32) {
            var pad = assertInstanceOf(PadStore.Pad.Burnt.class, allot(32, 32, Purpose.ANSWER, 0));
            assertEquals(left - 32, pad.leftBytes());
        }
        assertInstanceOf(PadStore.Pad.Missing.class, allot(32, 32, Purpose.ANSWER, 0));
    }

    @Test
    void floorIsTheHigherTheLowerThePriority() {
        supply(4 * RESERVE);
        for (int priority = 0; priority <= 7; priority++) {
            var pad = assertInstanceOf(PadStore.Pad.Burnt.class, allot(1, 4096, Purpose.BLOCK, priority));
            assertEquals(0, pad.leftBytes());
            int floor = RESERVE + RESERVE * (7 - priority) / 7;
            assertEquals(floor, pads.ownBytes(LINK), "priority " + priority);
        }
    }

    @Test
    void rangeIsAsLongAsWantedOrAsTheOldestBlockStillGives() {
        supply(600);
        supply(4096);
        var first = assertInstanceOf(PadStore.Pad.Burnt.class, allot(544, 2000, Purpose.BLOCK, 7));
        assertEquals(600, first.key().length());
        assertEquals(4096 - RESERVE, first.leftBytes());
        var second = assertInstanceOf(PadStore.Pad.Burnt.class, allot(544, 2000, Purpose.BLOCK, 7));
        assertEquals(2000, second.key().length());
        var third = assertInstanceOf(PadStore.Pad.Burnt.class, allot(544, 2000, Purpose.BLOCK, 7));
        assertEquals(4096 - 2000 - RESERVE, third.key().length());
    }

    /** Each step brings one pad's worth of key; many of low priority want it, and one of high priority. */
    @Test
    void floodOfLowPriorityDoesNotStarveAHighOne() {
        supply(2 * RESERVE);
        int high = 0;
        int low = 0;
        for (int step = 0; step < 200; step++) {
            supply(544);
            for (int i = 0; i < 20; i++) {
                low += given(544, 0) ? 1 : 0;
            }
            if (step % 2 == 0) {
                high += given(544, 7) ? 1 : 0;
            }
        }
        assertEquals(100, high, "pads of the high priority, of 100 asked for");
        assertTrue(low >= 95, "what is left over goes to the low priority: " + low);
    }
}
