package org.qkdn.controller.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.controller.core.engine.MadQci.NODES;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;

/** Nodes whose agents carry the published model of ETSI GS QKD 015: they take neither the physics of links nor paths. */
class LimitedAgentsTest {
    private final SimulatedNetwork network = new SimulatedNetwork(Optional.empty());

    private ServiceState state() {
        return network.state.services().get("s");
    }

    private void serve(NodeName from, NodeName to) {
        network.serve(MadQciStoryTest.service("s", from, to, 10)).settle();
    }

    private List<NodeName> path() {
        return state().shares().getFirst().path().nodes();
    }

    private PhysLink anyLink() {
        return network.start().settle().state.links().values().stream()
                .filter(link -> link.status() == LinkStatus.ACTIVE)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDirectLinkServesAndIsMarkedAndHasTheRateThatItsOtherEndReports() {
        PhysLink link = anyLink();
        network.limited.add(link.transmitter().node());
        network.start().settle();
        serve(link.transmitter().node(), link.receiver().node());

        assertEquals(Status.UP, state().status(), () -> state().reason().orElse(""));
        assertEquals(2, path().size());
        PhysLink marked = network.state.links().get(link.id());
        assertEquals(LinkStatus.ACTIVE, marked.status());
        assertEquals(link.skr(), marked.skr());
        assertTrue(
                marked.reason()
                        .orElseThrow()
                        .contains("not fully programmed: the agent of node "
                                + link.transmitter().node() + " refuses phys_*"),
                marked::toString);
    }

    @Test
    void aLinkOfWhichNeitherEndReportsARateHasNone() {
        PhysLink link = anyLink();
        network.limited.addAll(NODES);
        network.start().settle();
        assertEquals(SecretKeyRate.ZERO, network.state.links().get(link.id()).skr());
    }

    @Test
    void aServiceLeavesARelayNodeThatTurnsOutToTakeNoPath() {
        network.start().settle();
        boolean relayed = false;
        for (NodeName from : NODES) {
            for (NodeName to : NODES) {
                if (!relayed && from.compareTo(to) < 0) {
                    serve(from, to);
                    relayed = state().status() == Status.UP && path().size() > 2;
                }
            }
        }
        assertTrue(relayed, "no two nodes need a relay");
        NodeName relay = path().get(1);
        network.limited.add(relay);
        network.nodeReports(relay);
        network.settle();

        if (state().status() == Status.DOWN) {
            String reason = state().reason().orElseThrow();
            assertTrue(
                    reason.contains("cannot be told a relay path") || reason.contains("cross node " + relay), reason);
        } else {
            assertFalse(path().contains(relay), path()::toString);
        }
        assertTrue(network.held.get(relay).links().values().stream()
                .noneMatch(link -> link instanceof org.qkdn.controller.core.model.DesiredLink.Virt));
    }
}
