package org.qkdn.agent.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.TO_A;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.qkdn.agent.fixture.Sites;
import org.qkdn.node.v1.QuantumChannel;

class ModulePlanTest {
    @Test
    void moduleWithALinkIsToldItsWholeChannel() {
        var node = Sites.node(List.of(Sites.phys(TO_A, B, 1, A)), List.of());
        assertEquals(
                QuantumChannel.newBuilder()
                        .setLinkId(TO_A)
                        .setEnabled(true)
                        .setLocalNodeId(B)
                        .setLocalInterfaceId(1)
                        .setPeerNodeId(A)
                        .setPeerInterfaceId(7)
                        .setWavelength("34")
                        .setRole("TRANSMITTER")
                        .build(),
                ModulePlan.channel(node, 1));
    }

    @Test
    void moduleWithoutALinkIsSwitchedOff() {
        assertEquals(QuantumChannel.getDefaultInstance(), ModulePlan.channel(Sites.node(List.of(), List.of()), 1));
    }
}
