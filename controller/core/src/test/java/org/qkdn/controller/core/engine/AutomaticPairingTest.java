package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.AT_NORTE;
import static org.qkdn.controller.core.engine.MadQci.AT_QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUIJOTE;
import static org.qkdn.controller.core.engine.MadQci.SECOND_TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.wanted;
import static org.qkdn.controller.core.engine.MadQciStoryTest.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Maintenance.Target;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.PairingPolicy;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.service.ServiceState.Status;

/** Switched modules that the operator leaves to the controller: two transmitters, two receivers, seven ways. */
class AutomaticPairingTest {
    private static final KeyAssociationLinkId TO_NORTE = Identities.physLink(TRANSMITTER, AT_NORTE);
    private static final KeyAssociationLinkId TO_QUEVEDO = Identities.physLink(TRANSMITTER, AT_QUEVEDO);

    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    @BeforeEach
    void leaveItToTheController() {
        network.pairAutomatically();
    }

    private Map<ModuleId, ModuleId> pairs() {
        Map<ModuleId, ModuleId> pairs = new TreeMap<>();
        network.state.pairings().values().forEach(pairing -> {
            if (pairing instanceof Pairing.Made made && !made.crossConnects().isEmpty()) {
                pairs.put(made.transmitter(), made.receiver());
            }
        });
        return pairs;
    }

    private PhysLink link(KeyAssociationLinkId id) {
        return network.state.links().get(id);
    }

    @Test
    void modulesThatNobodyPairsAreLit() {
        network.start().settle();
        assertEquals(Set.of(TRANSMITTER, SECOND_TRANSMITTER), pairs().keySet());
        pairs().forEach((transmitter, receiver) -> assertEquals(
                LinkStatus.ACTIVE,
                link(Identities.physLink(transmitter, receiver)).status()));
    }

    @Test
    void theOperatorsPairingsGoFirst() {
        network.start().settle();
        ModuleId other = pairs().get(TRANSMITTER).equals(AT_NORTE) ? AT_QUEVEDO : AT_NORTE;
        network.want(wanted(TRANSMITTER, other)).settle();
        assertEquals(other, pairs().get(TRANSMITTER));
        assertEquals(2, pairs().size());
    }

    @Test
    void whatServicesNeedIsLit() {
        network.stored.put(TO_NORTE, 0L);
        network.start().serve(service("s", QUIJOTE, NORTE, 3000)).settle();
        assertEquals(AT_NORTE, pairs().get(TRANSMITTER));
        network.pass();
        assertEquals(Status.UP, network.state.services().get("s").status());
        assertEquals(
                List.of(TO_NORTE),
                network.state.services().get("s").shares().getFirst().hops());
    }

    @Test
    void aFullStoreGivesWayToAnEmptyOne() {
        network.start().settle();
        ModuleId first = pairs().get(TRANSMITTER);
        KeyAssociationLinkId lit = Identities.physLink(TRANSMITTER, first);
        pairs().forEach((transmitter, receiver) ->
                network.stored.put(Identities.physLink(transmitter, receiver), 2_000_000L));
        MadQci.NODES.forEach(network::nodeReports);
        network.settle();
        assertEquals(first, pairs().get(TRANSMITTER), "held until the next review");
        network.pass();
        ModuleId second = pairs().get(TRANSMITTER);
        assertFalse(first.equals(second), "the other association lacks key now");
        assertEquals(
                LinkStatus.ACTIVE,
                link(Identities.physLink(TRANSMITTER, second)).status());
        assertTrue(link(lit).rests(), "what is stored serves on");
        assertTrue(link(lit).canCarry());
    }

    @Test
    void aRestingLinkIsForgottenWhenItsStoreIsEmpty() {
        aFullStoreGivesWayToAnEmptyOne();
        PhysLink resting = network.state.links().values().stream()
                .filter(PhysLink::rests)
                .findFirst()
                .orElseThrow();
        network.stored.put(resting.id(), 0L);
        MadQci.NODES.forEach(network::nodeReports);
        network.settle();
        assertFalse(network.state.links().containsKey(resting.id()));
        assertFalse(network.held.get(resting.transmitter().node()).links().containsKey(resting.id()));
    }

    @Test
    void aRestartKeepsWhatIsLitAndWhatRests() {
        aFullStoreGivesWayToAnEmptyOne();
        Map<ModuleId, ModuleId> lit = pairs();
        Set<KeyAssociationLinkId> links = network.state.links().keySet();
        network.start().settle();
        assertEquals(lit, pairs());
        assertEquals(links, network.state.links().keySet());
        assertTrue(network.log.isEmpty(), () -> network.log.toString());
    }

    @Test
    void aPairThatMakesNoKeyGivesWayToOneThatMight() {
        network.cut("QUEVEDO-NORTE");
        network.start().serve(service("s", QUIJOTE, NORTE, 3000)).settle();
        assertEquals(AT_NORTE, pairs().get(TRANSMITTER));
        network.pass();
        assertEquals(AT_QUEVEDO, pairs().get(TRANSMITTER));
        assertEquals(LinkStatus.ACTIVE, link(TO_QUEVEDO).status());
    }

    @Test
    void lockedModulesStayAsTheyAre() {
        network.pairAutomatically(TRANSMITTER).start().settle();
        assertEquals(Set.of(SECOND_TRANSMITTER), pairs().keySet());
        network.pairAutomatically().settle();
        ModuleId kept = pairs().get(TRANSMITTER);
        pairs().forEach((transmitter, receiver) ->
                network.stored.put(Identities.physLink(transmitter, receiver), 2_000_000L));
        network.pairAutomatically(TRANSMITTER).settle().pass();
        assertEquals(kept, pairs().get(TRANSMITTER));
    }

    @Test
    void nothingNewIsLitOverASpanInMaintenance() {
        network.site.maintenance = Map.of();
        network.maintain(new Target.Span("QUEVEDO-NORTE"));
        network.start().serve(service("s", QUIJOTE, NORTE, 3000)).settle();
        assertFalse(pairs().containsValue(AT_NORTE));
    }

    @Test
    void pairsOverASpanInMaintenanceArePutOutOnceServicesHaveLeft() {
        network.start().settle();
        network.maintain(new Target.Span("QUIJOTE-QUEVEDO")).settle();
        assertEquals(Map.of(), pairs());
        network.maintain().settle();
        assertEquals(2, pairs().size());
    }

    @Test
    void turnedOffAgainItLeavesModulesIdle() {
        network.start().settle();
        network.site.pairing = PairingPolicy.DEFAULT;
        network.want().settle();
        assertEquals(Map.of(), pairs());
    }
}
