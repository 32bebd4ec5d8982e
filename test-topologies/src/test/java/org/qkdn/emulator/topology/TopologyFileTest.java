package org.qkdn.emulator.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyFileTest {
    private static final String GOOD = """
            name: small
            optics: {oBandFactor: 1.5, switchLossDb: 1.5}
            sites:
              - {name: ALPHA, domain: one, id: 00000000-0000-4000-8000-000000000001, saes: [sae-alpha]}
              - {name: BETA, domain: one, id: 00000000-0000-4000-8000-000000000002, saes: [sae-beta]}
            spans:
              - {a: ALPHA, b: BETA, km: 10, lossDb: 3.5, channels: [37, 38]}
            types:
              cv: {vendor: V, model: M, technology: CV-QKD, wavelengthRange: 34-38, maxAbsorptionDb: 23}
            switches:
              - {site: ALPHA, ports: 4, patches: {2: {span: ALPHA-BETA, channel: 37}}}
            modules:
              - {site: ALPHA, interface: 1, type: cv, role: TRANSMITTER, switchPort: 1}
              - {site: BETA, interface: 1, type: cv, role: RECEIVER, span: ALPHA-BETA, channel: 37}
            rates:
              measured:
                - {type: cv, over: [ALPHA-BETA], wavelength: 37, kbps: 2, qberPercent: 1.5}
              unlisted: {}
            pairings:
              - {transmitter: ALPHA/1, receiver: BETA/1, wavelength: 37, over: [ALPHA-BETA], initial: true}
            """;

    @Test
    void readsASmallNetwork() throws TopologyException {
        var topology = read(GOOD);
        assertEquals(2, topology.modules().size());
        assertEquals("panel-BETA", topology.modules().get(1).device());
        assertEquals(
                new MeasuredRate(2000, 15000),
                topology.rates()
                        .rate(
                                new RateTable.Entry("cv", "BETA", java.util.List.of("ALPHA-BETA"), new Wavelength(37)),
                                Loss.NONE,
                                Loss.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "b: BETA, km    | b: GAMMA, km    | 7  | unknown site 'GAMMA': use one of [ALPHA, BETA]",
                "lossDb: 3.5    | lossDb: much    | 7  | 'much' is wrong here: write a number",
                "lossDb: 3.5    | loss: 3.5       | 7  | unknown key 'loss': use one of",
                "km: 10,        | \"\"            | 7  | 'km' is missing: add it",
                "switchPort: 1  | switchPort: 2   | 13 | port 2 of switch-ALPHA is in use since line 11: use a free one",
                "switchPort: 1  | switchPort: 9   | 13 | '9' is wrong here: write a whole number from 1 to 4",
                "ALPHA-BETA, channel: 37}}} | ALPHA-BETA, channel: 36}}} | 11 | has no channel C-36: use one of [C-37, C-38]",
                "BETA, interface: 1 | BETA, interface: 0 | 14 | write a whole number from 1 to 65535",
                "type: cv, role: TRANS | type: dv, role: TRANS | 13 | unknown type 'dv': use one of [cv]",
                "receiver: BETA/1 | receiver: ALPHA/1 | 20 | module ALPHA/1 is a TRANSMITTER: a RECEIVER is needed here",
                "receiver: BETA/1 | receiver: BETA/2 | 20 | unknown module 'BETA/2'",
                "saes: [sae-beta] | saes: [sae-alpha] | 5 | SAE sae-alpha is at two places",
                "domain: one, id: 00000000-0000-4000-8000-000000000002 | domain: one, id: x | 5 | 'x' is no UUID",
                "kbps: 2,        | kbps: 2, assumed: true, | 17 | needs a 'reason'",
                "name: small     | name: [small    | 2  | this is not YAML",
                "unlisted: {}    | unlisted: {dv: {kbpsAtNoLoss: 1, dbPerDecade: 5}} | 18 | unknown type 'dv'",
            })
    void anErrorNamesFileLineAndRemedy(String good, String bad, int line, String message) {
        var text = GOOD.replace(good.strip(), bad == null ? "" : bad.strip());
        var error = assertThrows(TopologyException.class, () -> read(text));
        assertTrue(error.getMessage().startsWith("small.yaml:" + line + ": "), error.getMessage());
        assertTrue(error.getMessage().contains(message.strip()), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    @Test
    void aMissingFileIsNamedWithTheKnownTopologies() {
        var error = assertThrows(TopologyException.class, () -> TopologyFile.load(Path.of("/no/such.yaml")));
        assertEquals(
                "/no/such.yaml: there is no such topology: name a file that exists, or one of " + TopologyFile.KNOWN,
                error.getMessage());
    }

    private static Topology read(String text) throws TopologyException {
        return TopologyFile.read("small.yaml", new StringReader(text));
    }
}
