package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUEVEDO;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.Policy;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.service.ServiceState.Status;

/** Somebody edits a node behind the controller's back. */
class DriftTest {
    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    @BeforeEach
    void start() {
        network.start()
                .serve(MadQciStoryTest.service("s", QUEVEDO, DISTRITO, 100))
                .settle();
        network.log.clear();
    }

    private void edit(Consumer<Map<ApplicationId, DesiredApplication>> change) {
        DesiredNode held = network.held.get(DISTRITO);
        TreeMap<ApplicationId, DesiredApplication> applications = new TreeMap<>(held.applications());
        change.accept(applications);
        network.held.put(DISTRITO, new DesiredNode(held.links(), applications));
        network.nodeReports(DISTRITO);
        network.settle();
    }

    private DesiredApplication.Client client() {
        return network.held.get(DISTRITO).applications().values().stream()
                .filter(DesiredApplication.Client.class::isInstance)
                .map(DesiredApplication.Client.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private DesiredApplication.Client withPriority(int priority) {
        DesiredApplication.Client old = client();
        return new DesiredApplication.Client(
                old.id(),
                old.server(),
                old.client(),
                priority,
                old.minRate(),
                old.maxRate(),
                old.ttlSeconds(),
                old.backing(),
                old.combination(),
                old.localNode(),
                old.remoteNode());
    }

    private DesiredApplication.Client foreign() {
        return new DesiredApplication.Client(
                new ApplicationId(UUID.fromString("6f1d9c53-5a3e-4b0e-9a44-0d5d2f3e1c77")),
                new SaeId("sae-x"),
                new SaeId("sae-y"),
                1,
                new SecretKeyRate(5),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Combination.SINGLE,
                SimulatedNetwork.id(DISTRITO),
                SimulatedNetwork.id(NORTE));
    }

    private void adopt() {
        network.site.policy = new Policy(Duration.ZERO, Set.of(DISTRITO));
        network.happen(new Event.InventoryChanged(network.site.inventory())).settle();
    }

    private List<String> found() {
        return network.state.foreignEdits().get(DISTRITO).last().stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void isReportedAndCorrected() {
        DesiredNode before = network.held.get(DISTRITO);
        ApplicationId changed = client().id();
        edit(applications -> {
            applications.put(changed, withPriority(7));
            applications.put(foreign().id(), foreign());
        });
        assertEquals(
                List.of("application " + foreign().id() + " was added", "application " + changed + " was changed"),
                found());
        assertFalse(network.state.foreignEdits().get(DISTRITO).adopted());
        assertEquals(before, network.held.get(DISTRITO));
        edit(applications -> applications.remove(changed));
        assertEquals(List.of("application " + changed + " was removed"), found());
        assertEquals(3, network.state.foreignEdits().get(DISTRITO).count());
        assertEquals(before, network.held.get(DISTRITO));
    }

    @Test
    void theControllersOwnWorkIsNotTakenForIt() {
        network.serve(
                        MadQciStoryTest.service("s", QUEVEDO, DISTRITO, 200),
                        MadQciStoryTest.service("t", NORTE, DISTRITO, 0))
                .settle();
        network.start().settle();
        network.serve().settle();
        assertTrue(network.state.foreignEdits().isEmpty());
    }

    /** A path that is given up and chosen again, between two readings of the node. */
    @Test
    void noMoreIsWhatWasWantedInBetweenWhereTheSameIsWantedAgain() {
        var s = MadQciStoryTest.service("s", QUEVEDO, DISTRITO, 100);
        var t = MadQciStoryTest.service("t", NORTE, DISTRITO, 0);
        DesiredNode first = network.held.get(DISTRITO);
        NetworkState more = Engine.apply(network.state, new Event.KeyServicesChanged(Map.of("s", s, "t", t), false))
                .state();
        NetworkState back = Engine.apply(more, new Event.KeyServicesChanged(Map.of("s", s), false))
                .state();
        assertEquals(first, back.desired().get(DISTRITO));
        network.held.put(DISTRITO, more.desired().get(DISTRITO));
        NetworkState read = Engine.apply(back, new Event.NodeReported(network.report(DISTRITO)))
                .state();
        assertTrue(read.foreignEdits().isEmpty(), read.foreignEdits().toString());
        network.held.put(DISTRITO, first);
        NetworkState done = Engine.apply(read, new Event.NodeReported(network.report(DISTRITO)))
                .state();
        network.held.put(DISTRITO, more.desired().get(DISTRITO));
        NetworkState edited = Engine.apply(done, new Event.NodeReported(network.report(DISTRITO)))
                .state();
        assertEquals(Set.of(DISTRITO), edited.foreignEdits().keySet());
    }

    @Test
    void staysWherePolicyAdoptsItUntilTheControllerWantsSomethingElse() {
        adopt();
        edit(applications -> {
            applications.put(client().id(), withPriority(7));
            applications.put(foreign().id(), foreign());
        });
        assertTrue(network.state.foreignEdits().get(DISTRITO).adopted());
        assertEquals(7, client().priority());
        assertEquals(Status.UP, network.state.services().get("s").status());
        network.serve(MadQciStoryTest.service("s", QUEVEDO, DISTRITO, 200)).settle();
        assertEquals(0, client().priority());
        assertTrue(
                network.held.get(DISTRITO).applications().containsKey(foreign().id()));
        edit(applications -> applications.remove(foreign().id()));
        assertFalse(network.state.adopted().containsKey(DISTRITO));
    }

    @Test
    void isCorrectedWhenThePolicyIsPutBack() {
        DesiredNode before = network.held.get(DISTRITO);
        adopt();
        edit(applications -> applications.put(foreign().id(), foreign()));
        network.site.policy = Policy.DEFAULT;
        network.happen(new Event.InventoryChanged(network.site.inventory())).settle();
        assertEquals(before, network.held.get(DISTRITO));
    }

    @Test
    void whatWasAddedStaysAdoptedAcrossARestartOfTheController() {
        adopt();
        edit(applications -> applications.put(foreign().id(), foreign()));
        network.start().settle();
        assertEquals(List.of(), network.log);
        assertEquals(List.of("application " + foreign().id() + " was added"), found());
    }

    @Test
    void whatWasAddedWhileTheControllerWasDownIsReportedAndCorrected() {
        DesiredNode before = network.held.get(DISTRITO);
        TreeMap<ApplicationId, DesiredApplication> applications = new TreeMap<>(before.applications());
        applications.put(foreign().id(), foreign());
        network.held.put(DISTRITO, new DesiredNode(before.links(), applications));
        network.start().settle();
        assertEquals(List.of("application " + foreign().id() + " was added"), found());
        assertEquals(before, network.held.get(DISTRITO));
    }
}
