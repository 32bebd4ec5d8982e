package org.qkdn.lkms.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.qkdn.node.v1.Application;

class FillingTest {
    private static final Application FAST =
            Application.newBuilder().setAppId("app").addBackingLinkIds("l").build();

    private Instant now = Instant.EPOCH;
    private final Filling filling = new Filling();

    private int step(Application application, long missing, BlockRelay.Outcome outcome) {
        return step(filling, application, missing, outcome);
    }

    private int step(Filling filling, Application application, long missing, BlockRelay.Outcome outcome) {
        filling.use(application.getBackingLinkIdsList());
        int blocks = filling.next(application, missing, now);
        if (blocks > 0) {
            filling.started(application, blocks, now);
            filling.ended(application.getBackingLinkIdsList(), blocks, outcome, now);
        }
        return blocks;
    }

    @Test
    void batchGrowsWithSuccessUpToWhatIsMissing() {
        var sizes = new ArrayList<Integer>();
        for (int i = 0; i < 10; i++) {
            sizes.add(step(FAST, 100, new BlockRelay.Outcome.Done()));
        }
        assertEquals(List.of(1, 2, 4, 8, 16, 32, 64, 100, 100, 100), sizes);
        assertEquals(128, step(FAST, 1000, new BlockRelay.Outcome.Done()));
        assertEquals(1, step(FAST, 1, new BlockRelay.Outcome.Done()));
    }

    @Test
    void batchShrinksWherePadsAreShortAndWaitsOnlyWhereNotOneBlockIsCarried() {
        for (int i = 0; i < 5; i++) {
            assertTrue(step(FAST, 100, new BlockRelay.Outcome.Done()) > 0);
        }
        var sizes = new ArrayList<Integer>();
        for (int i = 0; i < 8; i++) {
            sizes.add(step(FAST, 100, new BlockRelay.Outcome.PadsShort("no pads")));
        }
        assertEquals(List.of(32, 16, 8, 4, 2, 1, 0, 0), sizes);
        assertEquals("no pads", filling.lastFailure());
        now = now.plusSeconds(1);
        assertEquals(1, step(FAST, 100, new BlockRelay.Outcome.Done()));
        assertEquals("", filling.lastFailure());
    }

    @Test
    void refusedBatchIsFollowedByOneBlockAtATimeForAMinute() {
        assertEquals(1, step(FAST, 100, new BlockRelay.Outcome.Done()));
        assertEquals(2, step(FAST, 100, new BlockRelay.Outcome.TooMany("one at a time")));
        for (int i = 0; i < 3; i++) {
            assertEquals(1, step(FAST, 100, new BlockRelay.Outcome.Done()));
        }
        now = now.plusSeconds(61);
        assertTrue(step(FAST, 100, new BlockRelay.Outcome.Done()) > 1);
    }

    @Test
    void greatestBandwidthIsKeptOverAnySecondsLongerThanTheBucket() {
        for (long blocksPerSecond : new long[] {1, 10, 1000}) {
            var paced =
                    FAST.toBuilder().setMaxBandwidthBps(4096 * blocksPerSecond).build();
            var fresh = new Filling();
            long blocks = 0;
            for (int millis = 0; millis < 60_000; millis += 5) {
                now = Instant.EPOCH.plusMillis(millis);
                blocks += step(fresh, paced, 128, new BlockRelay.Outcome.Done());
            }
            assertTrue(blocks <= 61 * blocksPerSecond, blocksPerSecond + "/s: " + blocks);
            assertTrue(blocks >= 59 * blocksPerSecond, blocksPerSecond + "/s: " + blocks);
        }
    }

    @Test
    void verySlowServiceStillGetsItsBlocks() {
        var slow = FAST.toBuilder().setMaxBandwidthBps(100).build();
        assertEquals(1, step(slow, 5, new BlockRelay.Outcome.Done()));
        now = now.plusMillis(40_950);
        assertEquals(0, step(slow, 5, new BlockRelay.Outcome.Done()));
        now = now.plusMillis(10);
        assertEquals(1, step(slow, 5, new BlockRelay.Outcome.Done()));
    }

    @Test
    void demandThatIsNotEnoughGrows() {
        filling.demand(3, 4, 128, now);
        assertEquals(8, filling.target(4, now));
        for (int i = 0; i < 6; i++) {
            filling.demand(3, 4, 128, now);
        }
        assertEquals(128, filling.target(4, now));
        assertEquals(4, filling.target(4, now.plusSeconds(61)));
    }
}
