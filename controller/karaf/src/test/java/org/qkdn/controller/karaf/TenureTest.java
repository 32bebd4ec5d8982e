package org.qkdn.controller.karaf;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a member may program the network, on a clock of the test's own. */
class TenureTest {
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private long now = Long.MAX_VALUE - 10;
    private boolean inTouch = true;
    private int ended;
    private final Tenure tenure = Tenure.of(() -> inTouch, () -> now, () -> ended++);

    @Test
    void holdsWhileTheOthersAreInReach() {
        for (int i = 0; i < 100; i++) {
            pass(Tenure.LIMIT);
            tenure.look();
            assertDoesNotThrow(tenure::require);
        }
        assertEquals(0, ended);
    }

    @Test
    void endsForGoodWhenTheOthersAreOutOfReach() {
        tenure.look();
        pass(A_MOMENT);
        inTouch = false;
        tenure.look();
        assertThrows(IOException.class, tenure::require);
        assertEquals(1, ended);

        inTouch = true;
        assertThrows(IOException.class, tenure::require);
    }

    @Test
    void endsWhenNobodyHasLookedForTooLong() {
        tenure.look();
        pass(Tenure.LIMIT);
        assertDoesNotThrow(tenure::require);

        pass(A_MOMENT);
        var refused = assertThrows(IOException.class, tenure::require);
        assertTrue(refused.getMessage().contains("4001 ms"), refused.getMessage());
    }

    @Test
    void isOverAfterTheProcessStoodStillThoughTheClusterLooksAsBefore() {
        tenure.look();
        pass(Tenure.LIMIT.plus(A_MOMENT));
        assertThrows(IOException.class, tenure::require);
        tenure.look();
        assertEquals(1, ended);
        assertThrows(IOException.class, tenure::require);
    }

    @Test
    void standingStillWhileItAsksCountsToo() {
        var asks = Tenure.of(
                () -> {
                    pass(Tenure.LIMIT.plus(A_MOMENT));
                    return true;
                },
                () -> now,
                () -> ended++);
        asks.look();
        assertThrows(IOException.class, asks::require);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
