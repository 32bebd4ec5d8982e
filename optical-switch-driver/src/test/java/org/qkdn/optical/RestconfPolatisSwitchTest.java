package org.qkdn.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.netconf.client.Timing;

/** As it was seen in the field: plain text, under /api. */
class RestconfPolatisSwitchTest extends OpticalSwitchContract {
    @Override
    Emulated emulate(Fabric fabric) throws Exception {
        return new PolatisRestconf(fabric, Optional.empty(), "/api");
    }

    @Test
    void somethingElseIsNoSwitch() throws IOException {
        try (var other = new PolatisRestconf(new Fabric(), Optional.empty(), "/elsewhere")) {
            final var refused = assertThrows(IOException.class, () -> other.open(SILENT, Timing.DEFAULT));
            assertEquals(true, refused.getMessage().contains("it is no Polatis switch"), refused.getMessage());
        }
    }
}
