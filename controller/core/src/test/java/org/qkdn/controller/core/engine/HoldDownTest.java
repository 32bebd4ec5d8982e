package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.DISTRITO;
import static org.qkdn.controller.core.engine.MadQci.NORTE;
import static org.qkdn.controller.core.engine.MadQci.QUIRON;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Policy;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;

/** Links that flap. */
class HoldDownTest {
    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    private void flap(String span) {
        network.cut(span).settle();
        network.mend(span).settle();
    }

    private PhysLink link(NodeName node) {
        return network.state.links().values().stream()
                .filter(each -> each.touches(NORTE) && each.touches(node))
                .findFirst()
                .orElseThrow();
    }

    private ServiceState service() {
        return network.state.services().get("s");
    }

    @Test
    void oneFailureHasNoConsequenceOnceItIsMended() {
        network.start().serve(MadQciStoryTest.service("s", QUIRON, DISTRITO, 0)).settle();
        flap("QUIRON-QUIJOTE");
        assertEquals(Status.UP, service().status());
    }

    @Test
    void aLinkThatFailsAgainSoonIsHeldDownUntilItIsSteadyAndSaysWhy() {
        network.start().serve(MadQciStoryTest.service("s", QUIRON, DISTRITO, 0)).settle();
        flap("QUIRON-QUIJOTE");
        flap("QUIRON-QUIJOTE");
        flap("QUIRON-QUIJOTE");
        assertEquals(Status.DOWN, service().status());
        String reason = service().reason().orElseThrow();
        assertTrue(
                reason.contains("held down: it went down 3 times; it is used again when it has been up for 10 s"),
                reason);
        network.pass();
        assertEquals(Status.UP, service().status());
        assertEquals(0, network.state.flaps().size());
    }

    @Test
    void newPathsAvoidItThoughItMakesKey() {
        network.start().settle();
        flap("NORTE-DISTRITO");
        flap("NORTE-DISTRITO");
        assertEquals(LinkStatus.ACTIVE, link(DISTRITO).status());
        assertTrue(link(DISTRITO).held());
        network.serve(MadQciStoryTest.service("s", NORTE, DISTRITO, 0)).settle();
        assertEquals(3, service().shares().getFirst().path().nodes().size());
        network.pass();
        assertFalse(link(DISTRITO).held());
    }

    @Test
    void aTimeThatEndsWhileItIsDownAgainEndsNothing() {
        network.start().settle();
        flap("NORTE-DISTRITO");
        flap("NORTE-DISTRITO");
        network.cut("NORTE-DISTRITO").settle();
        network.pass();
        network.mend("NORTE-DISTRITO").settle();
        assertTrue(link(DISTRITO).held());
    }

    @Test
    void aFailureAfterAQuietTimeIsAFirstOneAgain() {
        network.start().settle();
        flap("NORTE-DISTRITO");
        network.pass();
        flap("NORTE-DISTRITO");
        assertFalse(link(DISTRITO).held());
    }

    @Test
    void noneIsHeldWhereTheOperatorSaysZero() {
        network.site.policy = new Policy(Duration.ZERO, Set.of());
        network.start().settle();
        flap("NORTE-DISTRITO");
        flap("NORTE-DISTRITO");
        assertFalse(link(DISTRITO).held());
    }
}
