package org.qkdn.agent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.C;
import static org.qkdn.agent.fixture.Sites.TO_A;
import static org.qkdn.agent.fixture.Sites.TO_C;
import static org.qkdn.agent.fixture.Sites.VIRT;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.agent.desired.LinkEnd;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.fixture.Sites;
import org.qkdn.agent.node.NodeSnapshot;
import org.qkdn.agent.node.PartReport;
import org.qkdn.node.v1.ApplicationLevel;
import org.qkdn.node.v1.ForwardingReport;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.LinkStoreLevel;
import org.qkdn.node.v1.ModuleState;
import org.qkdn.node.v1.Neighbour;

class NodeConditionsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final PhysLink PHYS_A = Sites.phys(TO_A, B, 1, A);
    private static final NodeConfiguration RELAY = Sites.node(
            List.of(PHYS_A, Sites.phys(TO_C, B, 2, C), Sites.virt(A, C, Optional.of(A), C)),
            List.of(
                    Sites.share("0a", TO_A),
                    Sites.share("0c", TO_C),
                    Sites.pair("01", "sae-b", "sae-c", Optional.of(C))));

    private NodeSnapshot snapshot = NodeSnapshot.silent(List.of(1, 2));

    @Test
    void linkIsActiveWhileItsModuleMakesKeyForIt() {
        making(1, TO_A);
        stored(TO_A, 4000, 300);
        var link = link(RELAY, TO_A);
        assertEquals(LinkStatus.ACTIVE, link.status());
        assertEquals(Optional.of(new LinkCondition.Rates(1000, 700)), link.rates());
        assertEquals(500, link.expectedConsumption());
        assertEquals(4000, link.storedBits());
        assertEquals(Optional.empty(), link.reason());
    }

    @Test
    void linkThatMakesNoKeyIsPassiveWhileSomeIsStored() {
        stored(TO_A, 1, 0);
        assertEquals(LinkStatus.PASSIVE, link(RELAY, TO_A).status());
    }

    @Test
    void linkThatMakesNoKeyAndHasNoneIsPendingAndSaysWhy() {
        assertEquals(LinkStatus.PENDING, link(RELAY, TO_A).status());
        assertEquals(Optional.of("not connected yet"), link(RELAY, TO_A).reason());
    }

    @Test
    void disabledLinkWithoutKeyIsOff() {
        making(1, TO_A);
        var disabled = Sites.node(
                List.of(new PhysLink(
                        TO_A,
                        false,
                        PHYS_A.local(),
                        PHYS_A.remote(),
                        PHYS_A.attenuationDb(),
                        PHYS_A.wavelength(),
                        PHYS_A.role())),
                List.of());
        assertEquals(LinkStatus.OFF, link(disabled, TO_A).status());
    }

    @Test
    void keyMadeForAnotherLinkDoesNotCount() {
        making(1, TO_C);
        assertEquals(LinkStatus.PENDING, link(RELAY, TO_A).status());
    }

    @Test
    void keyMadeWithAModuleThatIsNotTheFarEndOfTheLinkDoesNotCount() {
        making(1, TO_A, C, 2);
        assertEquals(LinkStatus.PENDING, link(RELAY, TO_A).status());
        assertEquals(
                Optional.of(new LinkEnd(Optional.of(C), Optional.of(2L))),
                link(RELAY, TO_A).answering());
        assertEquals(
                Optional.of("answered by module 2 of node " + C + ", not by module 7 of node " + A),
                link(RELAY, TO_A).reason());

        making(1, TO_A, A.toUpperCase(Locale.ROOT), 7);
        assertEquals(LinkStatus.ACTIVE, link(RELAY, TO_A).status());
    }

    @Test
    void virtLinkIsActiveWhenItsHopsHaveKeyAndNeighbours() {
        making(1, TO_A);
        assertEquals(LinkStatus.PENDING, link(RELAY, VIRT).status());
        making(2, TO_C);
        assertEquals(LinkStatus.PASSIVE, link(RELAY, VIRT).status());
        neighbours(true);
        assertEquals(LinkStatus.ACTIVE, link(RELAY, VIRT).status());
        neighbours(false);
        assertEquals(LinkStatus.PASSIVE, link(RELAY, VIRT).status());
        assertEquals(1000, link(RELAY, VIRT).expectedConsumption());
    }

    @Test
    void nodeOperatesOnlyWhileBothOfItsServicesAreReachable() {
        assertFalse(conditions(RELAY).operating());
        neighbours(true);
        assertFalse(conditions(RELAY).operating());
        stored(TO_A, 0, 0);
        assertTrue(conditions(RELAY).operating());
    }

    @Test
    void unreachableModuleIsAFailedInterface() {
        assertEquals(
                InterfaceCondition.Status.FAILED,
                conditions(RELAY).interfaces().get(1).status());
        making(1, TO_A);
        assertEquals(
                InterfaceCondition.Status.ENABLED,
                conditions(RELAY).interfaces().get(1).status());
    }

    @Test
    void applicationIsOnOnceTheKeyStoresKnowIt() {
        assertEquals(
                ApplicationCondition.Status.DISCONNECTED,
                conditions(RELAY).applications().get("01").status());
        snapshot = snapshot.withKeyStores(new PartReport.Reported<>(KeyStoreReport.newBuilder()
                .addApplications(ApplicationLevel.newBuilder()
                        .setAppId("01")
                        .setOwnBits(100)
                        .setPeerBits(20))
                .build()));
        assertEquals(
                new ApplicationCondition(ApplicationCondition.Status.ON, 120),
                conditions(RELAY).applications().get("01"));
    }

    @Test
    void applicationOfACombinationIsOnOnlyWhileAllItsLinksAreActive() {
        var node = Sites.node(
                List.of(PHYS_A, Sites.phys(TO_C, B, 2, C)),
                List.of(Sites.pair("01", "sae-b", "sae-c", Optional.of(C), Optional.of("xor"), TO_A, TO_C)));
        snapshot = snapshot.withKeyStores(new PartReport.Reported<>(KeyStoreReport.newBuilder()
                .addApplications(ApplicationLevel.newBuilder().setAppId("01"))
                .build()));
        making(1, TO_A);
        assertEquals(
                ApplicationCondition.Status.DISCONNECTED,
                conditions(node).applications().get("01").status());
        making(2, TO_C);
        assertEquals(
                ApplicationCondition.Status.ON,
                conditions(node).applications().get("01").status());
    }

    @Test
    void applicationWhoseKeysAreSplitIsOnWhileOneOfItsLinksIsActive() {
        var pair = Sites.pair("01", "sae-b", "sae-c", Optional.of(C), Optional.empty(), TO_A, TO_C);
        var node = Sites.node(
                List.of(PHYS_A, Sites.phys(TO_C, B, 2, C)), List.of(Sites.split(pair, Map.of(TO_A, 700L, TO_C, 300L))));
        snapshot = snapshot.withKeyStores(new PartReport.Reported<>(KeyStoreReport.newBuilder()
                .addApplications(ApplicationLevel.newBuilder().setAppId("01"))
                .build()));
        assertEquals(
                ApplicationCondition.Status.DISCONNECTED,
                conditions(node).applications().get("01").status());
        making(1, TO_A);
        assertEquals(
                ApplicationCondition.Status.ON,
                conditions(node).applications().get("01").status());
        assertEquals(700, conditions(node).links().get(TO_A).expectedConsumption());
    }

    private void making(int interfaceId, String link) {
        making(interfaceId, link, "", 0);
    }

    private void making(int interfaceId, String link, String answeringNode, int answeringInterface) {
        snapshot = snapshot.withModule(
                interfaceId,
                new PartReport.Reported<>(ModuleState.newBuilder()
                        .setStatus(ModuleState.Status.ENABLED)
                        .setLinkId(link)
                        .setGenerating(true)
                        .setSkrBps(1000)
                        .setAnsweringNodeId(answeringNode)
                        .setAnsweringInterfaceId(answeringInterface)
                        .build()));
    }

    private void stored(String link, long bits, long consumption) {
        snapshot = snapshot.withKeyStores(new PartReport.Reported<>(KeyStoreReport.newBuilder()
                .addLinks(LinkStoreLevel.newBuilder()
                        .setLinkId(link)
                        .setOwnBits(bits)
                        .setConsumptionBps(consumption))
                .build()));
    }

    private void neighbours(boolean connected) {
        snapshot = snapshot.withForwarding(new PartReport.Reported<>(ForwardingReport.newBuilder()
                .addNeighbours(Neighbour.newBuilder().setNodeId(A).setConnected(true))
                .addNeighbours(Neighbour.newBuilder()
                        .setNodeId(C)
                        .setConnected(connected)
                        .setReason("refused"))
                .build()));
    }

    private NodeConditions conditions(NodeConfiguration node) {
        return NodeConditions.of(node, snapshot, NOW);
    }

    private LinkCondition link(NodeConfiguration node, String id) {
        return conditions(node).links().get(id);
    }
}
