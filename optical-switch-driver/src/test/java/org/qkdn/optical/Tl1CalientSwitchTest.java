package org.qkdn.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.netconf.client.Timing;

/** Plain text, as the switch has it. */
class Tl1CalientSwitchTest extends OpticalSwitchContract {
    @Override
    Emulated emulate(Fabric fabric) throws Exception {
        return new CalientTl1(fabric, Optional.empty());
    }

    @Test
    void aPasswordThatWouldCutTheRequestIsNeverSent() {
        final var target = new SwitchTarget("127.0.0.1", 9, Optional.empty(), new Login("admin", "a;b"));
        final var refused =
                assertThrows(IOException.class, () -> Tl1CalientSwitch.open(target, Timing.DEFAULT, SILENT));
        assertTrue(refused.getMessage().contains("TL1 cannot carry the user's name or password"), refused.getMessage());
        assertEquals("admin", target.login().toString());
    }

    @Test
    void aConnectionBothWaysIsTwoOfOursAndEndsWhereBothEnd() throws Exception {
        final var fabric = new Fabric();
        try (var shared = new CalientTl1(fabric, Optional.empty());
                var driver = shared.open(SILENT, Timing.DEFAULT)) {
            shared.connectBothWays();
            assertEquals(pairs(1, 10, 2, 9), driver.crossConnects());
            final var refused = assertInstanceOf(SwitchResult.Refused.class, driver.disconnect(2));
            assertTrue(refused.reason().contains("both must be disconnected together"), refused.reason());
            assertInstanceOf(SwitchResult.Applied.class, driver.change(Set.of(1, 2), pairs()));
            assertEquals(pairs(), fabric.connections());
        }
    }

    @Test
    void semicolonsInQuotesAndCommentsEndNoMessage() {
        final var framing = new Tl1Framing();
        final var text = "M 1 DENY\r\n /* a;b \" */ \"c;d\\\";\" agent> \n>x;";
        final var ends = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            ends.append(framing.endsWith(text.charAt(i)) ? "^" : "-");
        }
        assertEquals("-".repeat(text.length() - 3) + "^-^", ends.toString());
    }
}
