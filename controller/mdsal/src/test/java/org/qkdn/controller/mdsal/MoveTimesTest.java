package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.engine.Move;
import org.qkdn.controller.core.service.Moved;

class MoveTimesTest {
    private Instant now = Instant.parse("2026-11-26T08:00:00.5Z");
    private final MoveTimes times = new MoveTimes(() -> now);

    private static Map<String, Move> moved(int times, boolean held) {
        return Map.of("s", new Move(new Moved("takes less of the network", 33), times, held));
    }

    @Test
    void aMoveKeepsTheTimeAtWhichItWasFirstSeen() {
        var first = Instant.parse("2026-11-26T08:00:00Z");
        assertEquals(Map.of("s", first), times.of(moved(1, true)));
        now = now.plusSeconds(60);
        assertEquals(Map.of("s", first), times.of(moved(1, false)));
        assertEquals(Map.of("s", first.plusSeconds(60)), times.of(moved(2, true)));
    }

    @Test
    void whatIsGoneIsForgotten() {
        var unused = times.of(moved(1, true));
        assertEquals(Map.of(), times.of(Map.of()));
    }
}
