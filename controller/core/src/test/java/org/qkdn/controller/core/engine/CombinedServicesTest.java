package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.AT_NORTE;
import static org.qkdn.controller.core.engine.MadQci.AT_QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.CONCEPCION;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUEVEDO;
import static org.qkdn.controller.core.engine.MadQci.QUIJOTE;
import static org.qkdn.controller.core.engine.MadQci.QUINTIN;
import static org.qkdn.controller.core.engine.MadQci.QUINTO;
import static org.qkdn.controller.core.engine.MadQci.SECOND_TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.TRANSMITTER;
import static org.qkdn.controller.core.engine.MadQci.wanted;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.Combination;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SharedRisk;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;

/** Services whose keys are mixed of what several links bring, on MadQCI. */
class CombinedServicesTest {
    private static final KeyMix XOR = new KeyMix(Combination.XOR, 2, Set.of());
    private static final KeyMix BORDER = new KeyMix(Combination.HKDF_SHA384, 2, Set.of(SharedRisk.Kind.TECHNOLOGY));

    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    private static KeyService service(NodeName from, NodeName to, long rate, KeyMix mix) {
        KeyService plain = MadQciStoryTest.service("s", from, to, rate);
        return new KeyService(
                plain.name(),
                plain.origin(),
                plain.source(),
                plain.destination(),
                plain.minRate(),
                plain.maxRate(),
                plain.priority(),
                plain.ttlSeconds(),
                plain.rules(),
                mix);
    }

    private ServiceState state() {
        return network.state.services().get("s");
    }

    private void assertUp(List<List<NodeName>> paths) {
        assertEquals(Status.UP, state().status(), () -> state().reason().orElse(""));
        assertEquals(
                paths,
                state().shares().stream().map(share -> share.path().nodes()).toList());
    }

    private String reasonItIsDown() {
        assertEquals(Status.DOWN, state().status());
        return state().reason().orElseThrow();
    }

    private DesiredApplication.Client application(NodeName node) {
        return (DesiredApplication.Client) network.held.get(node).applications().get(state().application());
    }

    @Test
    void twoLinksOfDifferentTechnologyBetweenTheSameNodesBackOneService() {
        network.start()
                .want(wanted(TRANSMITTER, AT_QUEVEDO))
                .serve(service(QUIJOTE, QUEVEDO, 1000, BORDER))
                .settle();
        assertUp(List.of(List.of(QUIJOTE, QUEVEDO), List.of(QUIJOTE, QUEVEDO)));
        for (NodeName node : List.of(QUIJOTE, QUEVEDO)) {
            assertEquals(2, application(node).backing().size());
            assertEquals(
                    state().placement().orElseThrow().links(), application(node).backing());
            assertEquals(Combination.HKDF_SHA384, application(node).combination());
        }
        state().shares()
                .forEach(share -> assertEquals(
                        1125, network.state.links().get(share.link()).reserved().bitsPerSecond()));
    }

    @Test
    void isDownRatherThanOfOneTechnologyWhenTheSecondPairIsTakenAway() {
        network.start()
                .want(wanted(TRANSMITTER, AT_QUEVEDO))
                .serve(service(QUIJOTE, QUEVEDO, 1000, BORDER))
                .settle();
        network.want().settle();
        String reason = reasonItIsDown();
        assertTrue(
                reason.startsWith("1 of 2 paths without a common relay node or technology is there; all chains of key"
                                + " association links between QUIJOTE and QUEVEDO")
                        || reason.startsWith("1 of 2 paths without a common relay node or technology is there; the key"
                                + " association links between QUIJOTE and QUEVEDO give no more"),
                reason);
        assertEquals(List.of(), application(QUIJOTE).backing());
        network.want(wanted(TRANSMITTER, AT_QUEVEDO)).settle();
        assertUp(List.of(List.of(QUIJOTE, QUEVEDO), List.of(QUIJOTE, QUEVEDO)));
    }

    @Test
    void sharesTravelOverPathsWithoutACommonRelayNode() {
        network.start().serve(service(NORTE, DISTRITO, 1000, XOR)).settle();
        assertUp(List.of(List.of(NORTE, DISTRITO), List.of(NORTE, CONCEPCION, DISTRITO)));
    }

    @Test
    void aCutFibreWithoutAReplacementTakesItDownWithTheReasonAndMendingBringsItBack() {
        network.start().serve(service(NORTE, DISTRITO, 1000, XOR)).settle();
        Map<NodeName, DesiredNode> programmed = Map.copyOf(network.held);
        network.cut("NORTE-CONCEPCION").settle();
        String reason = reasonItIsDown();
        assertTrue(
                reason.startsWith(
                        "1 of 2 paths without a common relay node is there; link NORTE/7-CONCEPCION/7 over span"
                                + " NORTE-CONCEPCION is PASSIVE: no light"),
                reason);
        assertEquals(programmed, network.held, "both links stay programmed: never one alone");
        network.log.clear();
        network.mend("NORTE-CONCEPCION").settle();
        assertUp(List.of(List.of(NORTE, DISTRITO), List.of(NORTE, CONCEPCION, DISTRITO)));
        assertEquals(List.of(), network.log);
    }

    @Test
    void aPathThatIsLostIsReplacedByOneBesideThoseThatStand() {
        network.start()
                .want(wanted(TRANSMITTER, AT_QUEVEDO), wanted(SECOND_TRANSMITTER, AT_NORTE))
                .serve(service(QUIJOTE, QUEVEDO, 500, XOR))
                .settle();
        assertUp(List.of(List.of(QUIJOTE, QUEVEDO), List.of(QUIJOTE, QUEVEDO)));
        network.want(wanted(SECOND_TRANSMITTER, AT_NORTE)).settle();
        assertUp(List.of(List.of(QUIJOTE, QUEVEDO), List.of(QUIJOTE, QUINTIN, NORTE, QUEVEDO)));
    }

    @Test
    void saysWhichNodeAllPathsCross() {
        network.start().serve(service(QUINTO, DISTRITO, 1000, XOR)).settle();
        String reason = reasonItIsDown();
        assertTrue(
                reason.contains(
                        "between QUINTO and DISTRITO cross node NORTE, QUEVEDO, QUIJANO: pair QKD modules around"),
                reason);
    }

    @Test
    void saysWhichLinkIsTooNarrowForAShare() {
        network.start().serve(service(NORTE, DISTRITO, 2000, XOR)).settle();
        String reason = reasonItIsDown();
        assertTrue(
                reason.contains("over span NORTE-DISTRITO is too narrow: 1500 of 1500 bit/s are left, 2250"), reason);
    }

    @Test
    void aNodeWithoutOurExtensionIsNotToldAndTheServiceSaysWhy() {
        network.plain.add(DISTRITO);
        network.start().serve(service(NORTE, DISTRITO, 1000, XOR)).settle();
        assertTrue(
                reasonItIsDown().startsWith("the agent of node DISTRITO does not know qkdn-node-extension"),
                () -> state().toString());
        network.held.forEach((node, held) -> assertFalse(held.applications().containsKey(state().application())));
    }

    @Test
    void anotherMixIsAnotherApplicationSoThatKeysMadeOtherwiseAreNotHandedOut() {
        network.start().serve(service(NORTE, DISTRITO, 1000, KeyMix.SINGLE)).settle();
        var before = state().application();
        network.serve(service(NORTE, DISTRITO, 1000, XOR)).settle();
        assertNotEquals(before, state().application());
        assertUp(List.of(List.of(NORTE, DISTRITO), List.of(NORTE, CONCEPCION, DISTRITO)));
        network.held.forEach((node, held) -> assertFalse(held.applications().containsKey(before)));
    }

    @Test
    void aPostQuantumShareNeedsNoSecondPath() {
        KeyMix hybrid = new KeyMix(Combination.HKDF_SHA384_ML_KEM_768, 1, Set.of());
        network.start().serve(service(QUINTO, DISTRITO, 1000, hybrid)).settle();
        assertEquals(Status.UP, state().status());
        assertEquals(1, application(QUINTO).backing().size());
        assertEquals(Combination.HKDF_SHA384_ML_KEM_768, application(DISTRITO).combination());
    }
}
