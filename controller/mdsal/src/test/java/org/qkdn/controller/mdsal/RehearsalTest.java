package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SecretKeyRate;

@Timeout(30)
class RehearsalTest {
    /** A service whose ends nobody knows is at rest, too: it is DOWN. */
    private static NetworkState discovered() {
        var service = new KeyService(
                "s",
                KeyService.Origin.OPERATOR,
                "nobody",
                "no one",
                SecretKeyRate.ZERO,
                Optional.empty(),
                0,
                Optional.empty(),
                PathRules.of(16, Set.of()),
                KeyMix.SINGLE);
        var state = Engine.apply(Engine.initial(), new Event.KeyServicesChanged(Map.of("s", service), false))
                .state();
        return Engine.apply(state, new Event.DiscoveryTimedOut()).state();
    }

    @Test
    void waitsUntilTheNetworkIsDiscoveredAndEnds() throws InterruptedException {
        var state = new AtomicReference<>(Engine.initial());
        var looks = new AtomicInteger();
        try (var rehearsal = Rehearsal.start(
                () -> {
                    looks.incrementAndGet();
                    return state.get();
                },
                Duration.ofMillis(1))) {
            while (looks.get() < 3) {
                Thread.sleep(1);
            }
            assertFalse(rehearsal.isOver());
            var known = discovered();
            state.set(known);
            while (!rehearsal.isOver()) {
                Thread.sleep(1);
            }
            assertEquals(discovered(), known, "nothing has changed");
        }
    }

    @Test
    void endsWhenTheControllerDoes() throws InterruptedException {
        var rehearsal = Rehearsal.start(Engine::initial, Duration.ofMillis(1));
        rehearsal.close();
        while (!rehearsal.isOver()) {
            Thread.sleep(1);
        }
        assertTrue(rehearsal.isOver());
    }
}
