package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.CONCEPCION;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Policy;
import org.qkdn.controller.core.model.Reoptimisation;
import org.qkdn.controller.core.service.ServiceState.Status;

/**
 * Best-effort keys between NORTE and DISTRITO, used faster than the link between the two makes them (1500 bit/s). The way
 * round by CONCEPCION makes more than enough.
 */
class DepletionTest {
    private static final int STEP = 30;
    private static final long CAPACITY = 1_000_000;

    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());
    private long second;
    private int failures;

    private KeyAssociationLinkId link(NodeName one, NodeName other) {
        return network.state.links().values().stream()
                .filter(link -> link.touches(one) && link.touches(other))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private void start(long stored) {
        network.start().serve(MadQciStoryTest.service("s", NORTE, DISTRITO, 0)).settle();
        assertEquals(List.of(NORTE, DISTRITO), path());
        network.state.links().keySet().forEach(link -> network.stored.put(link, CAPACITY));
        network.stored.put(link(NORTE, DISTRITO), stored);
    }

    private List<NodeName> path() {
        assertEquals(Status.UP, network.state.services().get("s").status());
        return network.state.services().get("s").shares().getFirst().path().nodes();
    }

    /** PHYS links that the keys really cross: what NORTE's application is backed by, and what carries that. */
    private Set<KeyAssociationLinkId> crossed() {
        var held = network.held.get(NORTE);
        KeyAssociationLinkId backing = held.applications().values().stream()
                .filter(DesiredApplication.Client.class::isInstance)
                .flatMap(client -> ((DesiredApplication.Client) client).backing().stream())
                .findFirst()
                .orElseThrow();
        return held.links().get(backing) instanceof DesiredLink.Virt
                ? Set.of(link(NORTE, CONCEPCION), link(CONCEPCION, DISTRITO))
                : Set.of(backing);
    }

    /** Time passes: modules make key, the application takes some, and each node is read. */
    private void pass(long used) {
        second += STEP;
        Set<KeyAssociationLinkId> crossed = crossed();
        network.state.links().forEach((id, link) -> {
            long left =
                    network.stored.get(id) + STEP * (link.skr().bitsPerSecond() - (crossed.contains(id) ? used : 0));
            if (left < 0) {
                failures++;
            }
            network.stored.put(id, Math.clamp(left, 0, CAPACITY));
        });
        read();
    }

    private void read() {
        network.clock = Optional.of(Instant.ofEpochSecond(second));
        MadQci.NODES.forEach(network::nodeReports);
        network.settle();
    }

    @Test
    void aServiceLeavesALinkBeforeItsStoreIsEmptyAndNoKeyIsEverMissing() {
        start(900_000);
        for (int i = 0; i < 60; i++) {
            pass(3500);
        }
        assertEquals(0, failures);
        assertEquals(List.of(NORTE, CONCEPCION, DISTRITO), path());
        assertTrue(network.stored.get(link(NORTE, DISTRITO)) > 0);
    }

    @Test
    void withoutAHorizonTheStoreRunsEmpty() {
        network.site.policy = new Policy(Duration.ofSeconds(10), Set.of(), Reoptimisation.DEFAULT, Duration.ZERO);
        start(900_000);
        for (int i = 0; i < 60; i++) {
            pass(3500);
        }
        assertTrue(failures > 0);
        assertEquals(List.of(NORTE, DISTRITO), path());
    }

    @Test
    void aServiceStaysWhileTheLinkMakesMoreThanIsUsed() {
        start(20_000);
        for (int i = 0; i < 60; i++) {
            pass(1400);
            assertEquals(List.of(NORTE, DISTRITO), path());
        }
        assertEquals(0, failures);
    }

    @Test
    void itStaysWhereThereIsNoOtherWay() {
        start(900_000);
        network.cut("NORTE-CONCEPCION").settle();
        for (int i = 0; i < 20; i++) {
            pass(3500);
            assertEquals(List.of(NORTE, DISTRITO), path());
        }
        assertTrue(network.state.forecasts().get(link(NORTE, DISTRITO)).spared());
    }

    @Test
    void itDoesNotComeBackAsSoonAsTheStoreIsFullAgain() {
        start(900_000);
        int moves = 0;
        List<NodeName> last = path();
        for (int i = 0; i < 200; i++) {
            pass(3500);
            moves += path().equals(last) ? 0 : 1;
            last = path();
        }
        assertEquals(1, moves);
        assertFalse(network.state.forecasts().get(link(NORTE, DISTRITO)).spared(), "it may be used again");
    }

    @Test
    void aRateUpdateThatChangesNoForecastIsSettledWithoutDecidingAnew() {
        start(900_000);
        for (int i = 0; i < 5; i++) {
            pass(0);
        }
        var before = network.state;
        Step step = Engine.apply(
                before,
                new Event.LinkPerformed(
                        NORTE,
                        link(NORTE, DISTRITO),
                        before.links().get(link(NORTE, DISTRITO)).skr(),
                        Optional.empty(),
                        Optional.of(850_000L),
                        Optional.empty(),
                        Optional.of(Instant.ofEpochSecond(second + 10))));
        assertEquals(List.of(), step.commands());
        assertEquals(before.services(), step.state().services());
        assertEquals(
                850_000L,
                step.state()
                        .forecasts()
                        .get(link(NORTE, DISTRITO))
                        .ends()
                        .get(NORTE)
                        .observations()
                        .getLast()
                        .storedBits());
    }
}
