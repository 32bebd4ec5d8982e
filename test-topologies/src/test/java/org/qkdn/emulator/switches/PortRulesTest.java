package org.qkdn.emulator.switches;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.emulator.plant.CrossConnect;

class PortRulesTest {
    private static final Set<CrossConnect> NONE = Set.of();

    private final PortRules rules = new PortRules(16, Set.of(4));

    @Test
    void acceptsConnectionsOfFreePortsEitherWayRound() {
        assertEquals(Optional.empty(), rules.complaint(NONE, Set.of(new CrossConnect(1, 9), new CrossConnect(10, 2))));
    }

    @Test
    void refusesAPortThatIsUsedTwiceThoughOnceAsIngressAndOnceAsEgress() {
        var complaint = rules.complaint(NONE, Set.of(new CrossConnect(1, 9), new CrossConnect(9, 2)));
        assertEquals(true, complaint.orElse("").startsWith("port 9 is in use by connection "), complaint.toString());
    }

    @Test
    void refusesAPortThatDoesNotExist() {
        assertEquals(
                Optional.of("there is no port 17: this switch has ports 1 to 16"),
                rules.complaint(NONE, Set.of(new CrossConnect(1, 17))));
    }

    @Test
    void refusesAPortConnectedToItself() {
        assertEquals(
                Optional.of("port 3 cannot be connected to itself"),
                rules.complaint(NONE, Set.of(new CrossConnect(3, 3))));
    }

    @Test
    void refusesNewConnectionsOfADisabledPortAndKeepsOldOnes() {
        var connect = Set.of(new CrossConnect(4, 5));
        assertEquals(Optional.of("port 4 is disabled"), rules.complaint(NONE, connect));
        assertEquals(Optional.empty(), rules.complaint(connect, connect));
    }
}
