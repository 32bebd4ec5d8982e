package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.AT_QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.CONCEPCION;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.QUIJANO;
import static org.qkdn.controller.core.engine.MadQci.QUIJOTE;
import static org.qkdn.controller.core.engine.MadQci.QUINTIN;
import static org.qkdn.controller.core.engine.MadQci.QUINTO;
import static org.qkdn.controller.core.engine.MadQci.TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.wanted;
import static org.qkdn.controller.core.engine.MadQciStoryTest.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.controller.core.engine.SimulatedNetwork.Fault;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.Maintenance.Target;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;

/** An operator of MadQCI empties what he is about to work on. */
class MaintenanceTest {
    private static final KeyService SERVICE = service("s", QUINTO, CONCEPCION, 500);
    private static final Target.Span SPAN = new Target.Span("NORTE-CONCEPCION");

    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    private ServiceState state(String name) {
        return network.state.services().get(name);
    }

    private void assertUp(String name, NodeName... nodes) {
        assertEquals(Status.UP, state(name).status(), () -> state(name).reason().orElse(""));
        assertEquals(List.of(nodes), state(name).shares().getFirst().path().nodes());
        assertEquals(List.of(), new HeldPaths(network.held).halves());
    }

    private Drain drain() {
        return Drain.of(network.state).getFirst();
    }

    @Test
    void servicesLeaveASpanBeforeItIsTakenDown() {
        network.start().serve(SERVICE).settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, CONCEPCION);
        FaultsTest.Working.watch(network, "drained");
        network.watch.decided();
        network.maintain(SPAN).settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, DISTRITO, CONCEPCION);
        assertTrue(drain().isDrained());
        network.log.clear();
        network.cut("NORTE-CONCEPCION").settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, DISTRITO, CONCEPCION);
        assertEquals(List.of(), network.log, "nobody notices that the plug is pulled");
    }

    @Test
    void whatMovedStaysThereWhenTheWorkIsDone() {
        network.start().serve(SERVICE).maintain(SPAN).settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, DISTRITO, CONCEPCION);
        network.maintain().settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, DISTRITO, CONCEPCION);
        assertEquals(List.of(), Drain.of(network.state));
    }

    @Test
    void isNotDrainedWhileTheNewPathIsBeingMade() {
        network.start().serve(SERVICE).settle();
        network.faults = command -> command.node().equals(DISTRITO) ? Fault.REFUSED : Fault.NONE;
        network.maintain(SPAN).settle();
        assertEquals(Status.UP, state("s").status());
        assertFalse(drain().isDrained());
        network.faults = command -> Fault.NONE;
        FaultsTest.assertSettled(network, "accepted at last");
        assertTrue(drain().isDrained());
    }

    @Test
    void aNodeInMaintenanceRelaysNothingAndKeepsWhatEndsInIt() {
        network.start().serve(SERVICE, service("t", NORTE, DISTRITO, 100)).settle();
        network.cut("NORTE-CONCEPCION").settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, DISTRITO, CONCEPCION);
        network.mend("NORTE-CONCEPCION").maintain(new Target.Node(DISTRITO)).settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, CONCEPCION);
        assertUp("t", NORTE, DISTRITO);
        assertTrue(drain().isDrained());
        assertEquals(Set.of("t"), drain().ending());
    }

    @Test
    void whatHasNoOtherPathStaysAndSaysWhyAndNothingNewComes() {
        network.start().serve(SERVICE).maintain(new Target.Node(QUEVEDO)).settle();
        assertEquals(Status.DOWN, state("s").status());
        assertEquals(
                Optional.of(
                        "node QUEVEDO is in maintenance (node QUEVEDO); around it: no chain of key association links"
                                + " joins QUINTO and CONCEPCION: pair QKD modules between them"),
                state("s").reason());
        assertTrue(drain().isDrained());
        network.maintain().settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, CONCEPCION);
        network.maintain(new Target.Node(QUEVEDO)).settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, CONCEPCION);
        assertEquals(
                Map.of(
                        "s",
                        "node QUEVEDO is in maintenance (node QUEVEDO); no other path: no chain of key association links"
                                + " joins QUINTO and CONCEPCION: pair QKD modules between them"),
                drain().relayed());
    }

    @Test
    void leavesAsSoonAsThereIsAWay() {
        network.start().serve(SERVICE).settle();
        network.cut("CONCEPCION-DISTRITO").maintain(SPAN).settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, CONCEPCION);
        String why = drain().relayed().get("s");
        assertTrue(
                why.contains("no other path: link CONCEPCION/5-DISTRITO/5 over span CONCEPCION-DISTRITO is PASSIVE"),
                why);
        network.mend("CONCEPCION-DISTRITO").settle();
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, DISTRITO, CONCEPCION);
        assertTrue(drain().isDrained());
    }

    @Test
    void servicesLeaveTheLinksWhoseLightCrossesASwitch() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        network.serve(service("s", QUINTIN, QUEVEDO, 500)).settle();
        var switched = Identities.physLink(TRANSMITTER, AT_QUEVEDO);
        assertTrue(state("s").shares().getFirst().hops().contains(switched));
        network.maintain(new Target.Switch("switch-QUEVEDO")).settle();
        assertUp("s", QUINTIN, QUIJOTE, QUEVEDO);
        assertFalse(state("s").shares().getFirst().hops().contains(switched));
        assertTrue(drain().isDrained());
    }

    @Test
    void servicesLeaveOneLinkOfTwo() {
        network.start().want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        network.serve(service("s", QUINTIN, QUEVEDO, 500)).settle();
        var switched = Identities.physLink(TRANSMITTER, AT_QUEVEDO);
        network.maintain(new Target.Link(switched)).settle();
        assertFalse(state("s").shares().getFirst().hops().contains(switched));
        assertTrue(drain().isDrained());
    }

    @Test
    void aPairIsMadeOverASwitchInMaintenanceWhereThereIsNoOtherWay() {
        network.start()
                .maintain(new Target.Switch("switch-QUEVEDO"))
                .want(wanted(TRANSMITTER, AT_QUEVEDO))
                .settle();
        assertTrue(network.makingKey().contains(Identities.physLink(TRANSMITTER, AT_QUEVEDO)));
    }

    @Test
    void aControllerThatStartsAgainChangesNothingOfWhatStays() {
        network.start().serve(SERVICE).settle();
        network.maintain(new Target.Node(QUEVEDO)).settle();
        network.start().settle();
        assertEquals(List.of(), network.log);
        assertUp("s", QUINTO, QUIJANO, QUEVEDO, NORTE, CONCEPCION);
    }

    static long[] seeds() {
        return new Random(20261126).longs(12).toArray();
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
        chance.serve(SERVICE, service("t", QUIJOTE, DISTRITO, 100)).settle();
        chance.maintain(SPAN).settle();
        chance.maintain(new Target.Node(DISTRITO)).settle();
        chance.maintain(new Target.Node(CONCEPCION), new Target.Span("NORTE-DISTRITO"))
                .settle();
        chance.maintain().settle();
        calm[0] = true;
        FaultsTest.assertSettled(chance, "seed " + seed);
    }
}
