package org.qkdn.controller.southbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PendingTest {
    private final Pending<String> pending = new Pending<>(new Backoff(Pace.DEFAULT, new SplittableRandom(1)));

    @Test
    void theNewestIsDueAtOnceAndOnlyUntilItIsDone() {
        pending.want("old");
        pending.want("new");
        assertEquals(Optional.of("new"), pending.due(0));
        pending.accepted("new", 0);
        assertEquals(Optional.empty(), pending.due(Long.MAX_VALUE / 2));
    }

    @Test
    void whatWasRefusedIsTriedAgainAfterAGrowingPause() {
        pending.want("a");
        pending.refused("a", 0);
        final long first = pending.untilDue(0).orElseThrow();
        assertTrue(first >= Pace.DEFAULT.firstRetry().toNanos() / 2);
        assertEquals(Optional.empty(), pending.due(first - 1));
        assertEquals(Optional.of("a"), pending.due(first));
        pending.refused("a", first);
        pending.refused("a", first);
        assertTrue(pending.untilDue(first).orElseThrow() > first);
    }

    @Test
    void theSameCommandAgainDoesNotShortenThePause() {
        pending.want("a");
        pending.accepted("a", 0);
        pending.want("a");
        assertEquals(Optional.empty(), pending.due(1));
    }

    @Test
    void somethingElseIsDueAtOnceAlsoWhenItCameMeanwhile() {
        pending.want("a");
        pending.want("b");
        pending.accepted("a", 0);
        assertEquals(Optional.of("b"), pending.due(1));
    }

    @Test
    void whatWasFoundDoneNeedsNoPause() {
        pending.want("a");
        pending.refused("a", 0);
        pending.found("a");
        pending.want("a");
        assertEquals(Optional.of("a"), pending.due(1));
    }

    @Test
    void pausesNeverGrowBeyondTheLimit() {
        for (int i = 0; i < 100; i++) {
            pending.refused("a", 0);
        }
        pending.want("a");
        assertTrue(
                pending.untilDue(0).orElseThrow() <= Pace.DEFAULT.longestRetry().toNanos());
    }
}
