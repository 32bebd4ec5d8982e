package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.qkdn.controller.core.engine.Engine;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.OpticalPlant;

@Timeout(30)
class RehearsalTest {
    private static final OpticalPlant PLANT = new OpticalPlant(
            Map.of("A-B", new OpticalPlant.Span("A-B", new NodeName("A"), new NodeName("B"), new Loss(1000), Set.of())),
            Map.of(),
            List.of(),
            List.of());

    private static NetworkState discovered() {
        var state = Engine.apply(Engine.initial(), new Event.OpticalPlantChanged(PLANT))
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
