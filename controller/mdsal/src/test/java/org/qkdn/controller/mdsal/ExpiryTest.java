package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.model.Terms;

class ExpiryTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private final List<Event> told = new ArrayList<>();
    private final List<Duration> sleeps = new ArrayList<>();
    private final Queue<Runnable> sleepers = new ArrayDeque<>();
    private Instant now = NOON;
    private final Expiry expiry = new Expiry(() -> now, told::add, (time, work) -> {
        sleeps.add(time);
        sleepers.add(work);
    });

    private static KeyService until(String name, Optional<Instant> time) {
        return new KeyService(
                name,
                KeyService.Origin.OPERATOR,
                "a",
                "b",
                SecretKeyRate.ZERO,
                Optional.empty(),
                0,
                Optional.empty(),
                PathRules.of(16, Set.of()),
                KeyMix.SINGLE,
                new Terms(0, Optional.empty(), time));
    }

    private void wake(Instant time) {
        now = time;
        sleepers.remove().run();
    }

    @Test
    void whatIsOverIsToldAtOnceAndTheRestWhenItsTimeHasCome() {
        var past = NOON.minusSeconds(5);
        var soon = NOON.plusSeconds(10);
        var later = NOON.plusSeconds(30);
        assertEquals(
                List.of(new Event.ServiceExpired("past", past), new Event.ServiceExpired("now", NOON)),
                expiry.of(List.of(
                        until("past", Optional.of(past)),
                        until("now", Optional.of(NOON)),
                        until("later", Optional.of(later)),
                        until("soon", Optional.of(soon)),
                        until("never", Optional.empty()))));
        wake(NOON.plusSeconds(9));
        assertEquals(List.of(), told, "a clock that was set back tells nothing too early");
        wake(soon);
        assertEquals(List.of(new Event.ServiceExpired("soon", soon)), told);
        wake(later);
        assertEquals(2, told.size());
        assertEquals(0, sleepers.size());
        assertEquals(Duration.ofMillis(10_001), sleeps.getFirst());
    }

    @Test
    void aTimeThatWasMovedIsForgotten() {
        assertEquals(List.of(), expiry.of(List.of(until("s", Optional.of(NOON.plusSeconds(10))))));
        assertEquals(List.of(), expiry.of(List.of(until("s", Optional.of(NOON.plusSeconds(100))))));
        wake(NOON.plusSeconds(11));
        assertEquals(List.of(), told);
        wake(NOON.plusSeconds(101));
        assertEquals(1, told.size());
    }

    @Test
    void aClockThatIsSetIsNoticedWithinAMinute() {
        assertEquals(List.of(), expiry.of(List.of(until("s", Optional.of(NOON.plus(Duration.ofDays(400)))))));
        assertEquals(List.of(Duration.ofMinutes(1)), sleeps);
        wake(NOON.plus(Duration.ofDays(400)));
        assertEquals(1, told.size());
    }
}
