package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.CONCEPCION;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUEVEDO;
import static org.qkdn.controller.core.engine.MadQciStoryTest.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.engine.SimulatedNetwork.Fault;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.Policy;
import org.qkdn.controller.core.model.Reoptimisation;
import org.qkdn.controller.core.service.ServiceState.Status;

/** Services of MadQCI that work are moved for gain, now and then. */
class ReoptimisationTest {
    private static final KeyService SERVICE = service("s", QUEVEDO, DISTRITO, 500);
    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    private static Policy policy(boolean enabled, int minutes, int gainPercent) {
        Duration interval = Duration.ofMinutes(minutes);
        return new Policy(
                Duration.ZERO, Set.of(), new Reoptimisation(enabled, interval, gainPercent, Duration.ofMinutes(30)));
    }

    private void assertOver(String name, NodeName... nodes) {
        assertEquals(
                Status.UP,
                network.state.services().get(name).status(),
                () -> network.state.services().get(name).reason().orElse(""));
        assertEquals(
                List.of(nodes),
                network.state.services().get(name).shares().getFirst().path().nodes());
        assertEquals(List.of(), new HeldPaths(network.held).halves());
    }

    private void review() {
        network.happen(new Event.ReviewDue(network.state.reviews().turn())).settle();
    }

    private void detour() {
        network.cut("NORTE-DISTRITO").settle();
        assertOver("s", QUEVEDO, NORTE, CONCEPCION, DISTRITO);
        network.mend("NORTE-DISTRITO").settle();
        assertOver("s", QUEVEDO, NORTE, CONCEPCION, DISTRITO);
    }

    @Test
    void aServiceComesBackFromADetourAtTheNextReviewAndItsKeysNeverStop() {
        network.site.policy = policy(true, 10, 33);
        network.start().serve(SERVICE).settle();
        detour();
        FaultsTest.Working.watch(network, "reviewed");
        network.watch.decided();
        review();
        assertOver("s", QUEVEDO, NORTE, DISTRITO);
        Move move = network.state.moves().get("s");
        assertEquals(33, move.why().gainPercent());
        assertTrue(
                move.why().reason().startsWith("takes less of the network: 2 instead of 3 links"),
                move.why().reason());
    }

    @Test
    void staysWhereTheGainIsTooSmall() {
        network.site.policy = policy(true, 10, 34);
        network.start().serve(SERVICE).settle();
        detour();
        review();
        assertOver("s", QUEVEDO, NORTE, CONCEPCION, DISTRITO);
        assertEquals(Map.of(), network.state.moves());
    }

    @Test
    void isNotMovedAgainForTheHoldTimeUnlessItsPathFails() {
        network.site.policy = policy(true, 10, 10);
        network.start().serve(SERVICE).settle();
        detour();
        review();
        assertOver("s", QUEVEDO, NORTE, DISTRITO);
        detour();
        review();
        assertOver("s", QUEVEDO, NORTE, CONCEPCION, DISTRITO);
        network.happen(new Event.HoldTimeOver("s", 1)).settle();
        review();
        assertOver("s", QUEVEDO, NORTE, DISTRITO);
        assertEquals(2, network.state.moves().get("s").times());
        network.happen(new Event.HoldTimeOver("s", 1)).settle();
        assertTrue(network.state.moves().get("s").held(), "that was of the move before");
    }

    @Test
    void aServiceMakesWayForOneThatHasNoPath() {
        KeyService plain = service("near", QUEVEDO, DISTRITO, 600);
        KeyService near = new KeyService(
                plain.name(),
                plain.origin(),
                plain.source(),
                plain.destination(),
                plain.minRate(),
                plain.maxRate(),
                plain.priority(),
                plain.ttlSeconds(),
                PathRules.of(2, Set.of()),
                plain.mix());
        network.site.policy = policy(true, 10, 10);
        network.start().serve(service("wide", NORTE, DISTRITO, 1000)).settle();
        network.serve(service("wide", NORTE, DISTRITO, 1000), near).settle();
        assertEquals(Status.DOWN, network.state.services().get("near").status());
        FaultsTest.Working.watch(network, "makes way");
        network.watch.decided();
        review();
        assertOver("wide", NORTE, CONCEPCION, DISTRITO);
        assertOver("near", QUEVEDO, NORTE, DISTRITO);
    }

    @Test
    void reviewsFollowOneAnotherInTheIntervalThatIsConfigured() {
        network.site.policy = policy(true, 10, 10);
        network.start().settle();
        int turn = network.state.reviews().turn();
        Step step = Engine.apply(network.state, new Event.ReviewDue(turn));
        assertEquals(List.of(new Timer(Duration.ofMinutes(10), new Event.ReviewDue(turn + 1))), step.timers());
        assertEquals(
                List.of(), Engine.apply(step.state(), new Event.ReviewDue(turn)).timers());
        network.site.policy = policy(true, 5, 10);
        Step sooner = Engine.apply(step.state(), new Event.InventoryChanged(network.site.inventory()));
        assertEquals(List.of(new Timer(Duration.ofMinutes(5), new Event.ReviewDue(turn + 2))), sooner.timers());
        network.site.policy = policy(false, 5, 10);
        Step never = Engine.apply(sooner.state(), new Event.InventoryChanged(network.site.inventory()));
        assertEquals(List.of(), never.timers());
        assertEquals(
                List.of(),
                Engine.apply(never.state(), new Event.ReviewDue(turn + 2)).timers());
    }

    @Test
    void nothingIsMovedForGainWhereThatIsSwitchedOff() {
        network.site.policy = policy(false, 10, 10);
        network.start().serve(SERVICE).settle();
        detour();
        network.pass();
        review();
        assertOver("s", QUEVEDO, NORTE, CONCEPCION, DISTRITO);
    }

    static long[] seeds() {
        return new Random(20261127).longs(10).toArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverFailsNoPathIsLeftHalfAndNoneThatWorksIsTakenDownFirst(long seed) {
        Random random = new Random(seed);
        SimulatedNetwork chance = new SimulatedNetwork(Optional.of(random));
        boolean[] calm = {false};
        chance.faults =
                command -> !calm[0] && random.nextInt(6) == 0 ? FAULTS.get(random.nextInt(FAULTS.size())) : Fault.NONE;
        FaultsTest.Working.watch(chance, "seed " + seed);
        chance.start().settle();
        chance.serve(SERVICE, service("t", NORTE, CONCEPCION, 100)).settle();
        chance.cut("NORTE-DISTRITO").settle();
        chance.mend("NORTE-DISTRITO").pass();
        chance.cut("NORTE-CONCEPCION").settle();
        chance.mend("NORTE-CONCEPCION").pass();
        calm[0] = true;
        FaultsTest.assertSettled(chance, "seed " + seed);
    }
}
