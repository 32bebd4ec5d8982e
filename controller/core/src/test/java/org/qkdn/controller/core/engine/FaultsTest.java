package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.CONCEPCION;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.QUIJOTE;
import static org.qkdn.controller.core.engine.MadQci.QUINTO;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.engine.SimulatedNetwork.Fault;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;

/** Whatever fails while paths are programmed: none is left half, and none that works is taken down before its successor works. */
class FaultsTest {
    private static final List<Fault> ALL = List.of(Fault.values());

    private static KeyService service(String name, NodeName from, NodeName to, int rate, NodeName... avoid) {
        KeyService plain = MadQciStoryTest.service(name, from, to, rate);
        return new KeyService(
                plain.name(),
                plain.origin(),
                plain.source(),
                plain.destination(),
                plain.minRate(),
                plain.maxRate(),
                plain.priority(),
                plain.ttlSeconds(),
                PathRules.of(plain.rules().maxHops(), Set.of(avoid)),
                plain.mix());
    }

    /** Services come, move while they work, lose a link, and go. */
    static SimulatedNetwork story(SimulatedNetwork network) {
        KeyService first = service("first", QUINTO, DISTRITO, 100);
        KeyService second = service("second", QUIJOTE, CONCEPCION, 100);
        network.start().settle();
        network.serve(first, second).settle();
        network.serve(first, service("second", QUIJOTE, CONCEPCION, 100, DISTRITO))
                .settle();
        network.serve(service("first", QUINTO, DISTRITO, 100, CONCEPCION), second)
                .settle();
        network.serve(service("first", QUINTO, CONCEPCION, 100), second).settle();
        network.cut("NORTE-CONCEPCION").settle();
        network.mend("NORTE-CONCEPCION").settle();
        network.serve(service("first", QUINTO, CONCEPCION, 100, DISTRITO), second)
                .settle();
        network.serve(service("first", QUINTO, CONCEPCION, 100, DISTRITO)).settle();
        return network;
    }

    /** Fails where a command ends a service that the controller knew to work and that is still wanted. */
    record Working(SimulatedNetwork network, String what, Set<String> known, Set<String> worked)
            implements SimulatedNetwork.Watch {
        static void watch(SimulatedNetwork network, String what) {
            network.watch = new Working(network, what, new HashSet<>(), new HashSet<>());
        }

        private Set<String> working() {
            return new HeldPaths(network.held).working(network.makingKey());
        }

        private Set<String> names(Predicate<ServiceState> which) {
            return network.state.services().values().stream()
                    .filter(which)
                    .flatMap(service -> MadQci.NODES.stream().map(node -> HeldPaths.name(node, service.application())))
                    .collect(Collectors.toSet());
        }

        @Override
        public void decided() {
            known.addAll(names(service -> service.status() == Status.UP));
            known.retainAll(names(service -> true));
        }

        @Override
        public void before() {
            worked.clear();
            worked.addAll(working());
            known.retainAll(worked);
        }

        @Override
        public void after(Command.ProgramNode obeyed) {
            Set<String> lost = new HashSet<>(known);
            lost.removeAll(working());
            assertEquals(Set.of(), lost, () -> what + ": torn down while it worked, by " + obeyed.node());
        }
    }

    static void assertSettled(SimulatedNetwork network, String what) {
        for (int round = 0; round < 8; round++) {
            network.pass();
        }
        assertEquals(List.of(), new HeldPaths(network.held).halves(), what);
        network.state
                .services()
                .values()
                .forEach(service -> assertEquals(
                        Status.UP,
                        service.status(),
                        () -> what + ": " + service.reason().orElse("")));
        network.state.desired().forEach((node, desired) -> assertEquals(desired, network.held.get(node), what));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NONE"},
            mode = EnumSource.Mode.EXCLUDE)
    void atEachStepInTurn(Fault fault) {
        int[] steps = {0};
        SimulatedNetwork undisturbed = new SimulatedNetwork(Optional.empty());
        undisturbed.faults = command -> {
            steps[0]++;
            return Fault.NONE;
        };
        Working.watch(undisturbed, "undisturbed");
        assertSettled(story(undisturbed), "undisturbed");
        assertTrue(steps[0] > 40, steps[0] + " steps");
        for (int failing = 1; failing <= steps[0]; failing++) {
            String what = fault + " at step " + failing;
            SimulatedNetwork network = new SimulatedNetwork(Optional.empty());
            int[] left = {failing};
            network.faults = command -> --left[0] == 0 ? fault : Fault.NONE;
            Working.watch(network, what);
            assertSettled(story(network), what);
        }
    }

    static long[] seeds() {
        return new Random(20261125).longs(40).toArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void inAnyOrder(long seed) {
        Random random = new Random(seed);
        SimulatedNetwork network = new SimulatedNetwork(Optional.of(random));
        boolean[] calm = {false};
        network.faults =
                command -> !calm[0] && random.nextInt(6) == 0 ? ALL.get(random.nextInt(ALL.size())) : Fault.NONE;
        Working.watch(network, "seed " + seed);
        story(network);
        calm[0] = true;
        assertSettled(network, "seed " + seed);
    }

    @Test
    void aNodeThatRefusesIsAvoidedWhereThatIsPossible() {
        SimulatedNetwork network = new SimulatedNetwork(Optional.empty());
        network.start().settle();
        network.faults = command -> command.node().equals(NORTE) ? Fault.REFUSED : Fault.NONE;
        network.serve(service("round", QUINTO, DISTRITO, 0), service("near", QUINTO, QUEVEDO, 0))
                .settle();
        assertEquals(Status.DOWN, network.state.services().get("round").status());
        assertEquals(
                Optional.of("node NORTE on the path refused: not now"),
                network.state.services().get("round").reason());
        assertEquals(Status.UP, network.state.services().get("near").status());
        assertEquals(List.of(), new HeldPaths(network.held).halves());
        assertFalse(network.held.get(QUEVEDO).applications().isEmpty());
    }

    @Test
    void isTriedAgainEverLessOftenAndLeavesNoHalfPathMeanwhile() {
        SimulatedNetwork network = new SimulatedNetwork(Optional.empty());
        network.start().settle();
        network.faults = command -> command.node().equals(NORTE) ? Fault.REFUSED : Fault.NONE;
        network.serve(service("round", QUINTO, DISTRITO, 0)).settle();
        for (int times = 1; times < 5; times++) {
            int before = network.state.refusals().get(NORTE).times();
            network.pass();
            assertTrue(network.state.refusals().get(NORTE).times() > before);
            assertEquals(List.of(), new HeldPaths(network.held).halves());
        }
        network.faults = command -> Fault.NONE;
        assertSettled(network, "accepted at last");
        assertEquals(0, network.state.refusals().size());
    }

    @Test
    void comesBackOverTheOldPathWhereAReplacementWasRefusedAndTheOldOneIsMended() {
        SimulatedNetwork network = new SimulatedNetwork(Optional.empty());
        network.start().settle();
        network.serve(service("s", QUEVEDO, DISTRITO, 0)).settle();
        var old = network.state.services().get("s").placement();
        assertTrue(old.isPresent());
        network.faults = command -> command.node().equals(CONCEPCION) ? Fault.REFUSED : Fault.NONE;
        network.cut("NORTE-DISTRITO");
        network.settle();
        assertEquals(Status.DOWN, network.state.services().get("s").status());
        assertEquals(List.of(), new HeldPaths(network.held).halves());
        network.mend("NORTE-DISTRITO").settle();
        assertEquals(Status.UP, network.state.services().get("s").status());
        assertEquals(old, network.state.services().get("s").placement());
    }

    @Test
    void goesOnOverTheOldPathWhileANodeOfTheNewOneRefuses() {
        SimulatedNetwork network = new SimulatedNetwork(Optional.empty());
        network.start().serve(service("s", QUEVEDO, DISTRITO, 0)).settle();
        Set<String> working = new HeldPaths(network.held).working(network.makingKey());
        network.faults = command -> command.node().equals(NORTE) ? Fault.REFUSED : Fault.NONE;
        Working.watch(network, "while NORTE refuses");
        network.watch.decided();
        network.serve(service("s", QUEVEDO, DISTRITO, 0, CONCEPCION), service("t", QUEVEDO, CONCEPCION, 0))
                .settle();
        assertEquals(Status.UP, network.state.services().get("s").status());
        assertEquals(Status.DOWN, network.state.services().get("t").status());
        assertEquals(working, new HeldPaths(network.held).working(network.makingKey()));
        assertEquals(List.of(), new HeldPaths(network.held).halves());
    }
}
