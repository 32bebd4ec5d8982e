package org.qkdn.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.qkdn.netconf.client.Timing;

/** Plain text, as the switch has it. */
class ScpiPolatisSwitchTest extends OpticalSwitchContract {
    @Override
    Emulated emulate(Fabric fabric) throws Exception {
        return new PolatisScpi(fabric, Optional.empty(), true);
    }

    @Test
    void aSwitchThatDoesNotTellStatesStillHasSoManyPorts() throws IOException {
        try (var older = new PolatisScpi(new Fabric(), Optional.empty(), false);
                var driver = older.open(SILENT, Timing.DEFAULT)) {
            assertEquals(16, driver.ports().size());
            assertEquals(Set.of(PortHealth.UNKNOWN), Set.copyOf(driver.ports().values()));
            assertInstanceOf(SwitchResult.Applied.class, driver.connect(1, 9));
            assertEquals(
                    "there is no port 17: this switch has ports 1 to 16",
                    assertInstanceOf(SwitchResult.Refused.class, driver.connect(2, 17))
                            .reason());
        }
    }
}
