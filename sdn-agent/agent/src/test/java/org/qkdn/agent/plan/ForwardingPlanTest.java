package org.qkdn.agent.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.C;
import static org.qkdn.agent.fixture.Sites.TO_A;
import static org.qkdn.agent.fixture.Sites.TO_C;
import static org.qkdn.agent.fixture.Sites.VIRT;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.agent.desired.Application;
import org.qkdn.agent.desired.VirtLink;
import org.qkdn.agent.fixture.Sites;
import org.qkdn.node.v1.Hop;
import org.qkdn.node.v1.RelayLink;

class ForwardingPlanTest {
    private static final Application SHARE_A = Sites.share("0a", TO_A);
    private static final Application SHARE_C = Sites.share("0c", TO_C);

    @Test
    void physLinkIsAPathOfOneHopWhoseFirstNodeHasTheSmallerId() {
        var table = ForwardingPlan.table(
                Sites.node(List.of(Sites.phys(TO_A, B, 1, A), Sites.phys(TO_C, B, 2, C)), List.of()));
        assertEquals(
                List.of(
                        RelayLink.newBuilder()
                                .setLinkId(TO_A)
                                .setFirstNodeId(A)
                                .setLastNodeId(B)
                                .setPrevious(hop(A, TO_A))
                                .build(),
                        RelayLink.newBuilder()
                                .setLinkId(TO_C)
                                .setFirstNodeId(B)
                                .setLastNodeId(C)
                                .setNext(hop(C, TO_C))
                                .build()),
                table.getLinksList());
    }

    @Test
    void nodeOnTheWayKnowsBothNeighboursAndTheLinksThatCoverTheHops() {
        assertEquals(
                RelayLink.newBuilder()
                        .setLinkId(VIRT)
                        .setFirstNodeId(A)
                        .setLastNodeId(C)
                        .setPrevious(hop(A, TO_A))
                        .setNext(hop(C, TO_C))
                        .build(),
                usable(Sites.virt(A, C, Optional.of(A), C), SHARE_A, SHARE_C));
    }

    @Test
    void lastNodeSeesItselfAsTheLocalEndYetNamesTheSameFirstAndLast() {
        var relay = usable(Sites.virt(B, A, Optional.of(A)), SHARE_A);
        assertEquals(A, relay.getFirstNodeId());
        assertEquals(B, relay.getLastNodeId());
        assertTrue(relay.hasPrevious() && !relay.hasNext());
    }

    @Test
    void firstNodeHasNoPreviousHop() {
        var relay = usable(Sites.virt(B, C, Optional.empty(), C), SHARE_C);
        assertEquals(B, relay.getFirstNodeId());
        assertEquals(C, relay.getLastNodeId());
        assertTrue(!relay.hasPrevious() && relay.hasNext());
    }

    @Test
    void hopWithoutItsShareLeavesTheLinkOutAndSaysWhy() {
        var link = Sites.virt(A, C, Optional.of(A), C);
        var node = Sites.node(List.of(Sites.phys(TO_A, B, 1, A), Sites.phys(TO_C, B, 2, C), link), List.of(SHARE_A));
        var incomplete = assertInstanceOf(Relay.Incomplete.class, ForwardingPlan.relay(node, link));
        assertTrue(incomplete.reason().contains(C), incomplete.reason());
        assertEquals(2, ForwardingPlan.table(node).getLinksCount());
    }

    private static RelayLink usable(VirtLink link, Application... shares) {
        var node = Sites.node(List.of(Sites.phys(TO_A, B, 1, A), Sites.phys(TO_C, B, 2, C), link), List.of(shares));
        return assertInstanceOf(Relay.Usable.class, ForwardingPlan.relay(node, link))
                .link();
    }

    private static Hop hop(String node, String link) {
        return Hop.newBuilder().setNodeId(node).setPhysLinkId(link).build();
    }
}
