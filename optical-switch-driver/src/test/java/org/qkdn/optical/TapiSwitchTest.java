package org.qkdn.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.qkdn.netconf.client.Timing;

/** Whole fibres, over plain HTTP. */
class TapiSwitchTest extends OpticalSwitchContract {
    @Override
    Emulated emulate(Fabric fabric) throws Exception {
        return new TapiServer(fabric, Optional.empty(), false);
    }

    @Test
    void asksForWholeFibresWhereNothingSpeaksAgainstIt() throws IOException {
        final var asked = asked(false);
        assertEquals(
                "tapi-photonic-media:PHOTONIC_LAYER_QUALIFIER_OTS_MEDIA",
                asked.path("layer-protocol-qualifier").asText());
        assertTrue(asked.path("end-point")
                .path(0)
                .path("layer-protocol-constraint")
                .isMissingNode());
    }

    @Test
    void asksForAMediaChannelAsWideAsThePortWhereThereIsNothingElse() throws IOException {
        final var channel = asked(true)
                .path("end-point")
                .path(0)
                .path("layer-protocol-constraint")
                .path(0)
                .path("tapi-photonic-media:mcg-connectivity-service-end-point-spec")
                .path("mc-spectrum-config-pac")
                .path(0)
                .path("spectrum");
        assertEquals("191300000000000", channel.path("lower-frequency").asText());
        assertEquals("196100000000000", channel.path("upper-frequency").asText());
    }

    private static com.fasterxml.jackson.databind.JsonNode asked(boolean onlyMediaChannels) throws IOException {
        try (var server = new TapiServer(new Fabric(), Optional.empty(), onlyMediaChannels);
                var driver = server.open(SILENT, Timing.DEFAULT)) {
            assertInstanceOf(SwitchResult.Applied.class, driver.connect(1, 9));
            return new ObjectMapper()
                    .readTree(server.posted().getFirst())
                    .path("tapi-connectivity:connectivity-service")
                    .path(0);
        }
    }
}
