package org.qkdn.lkms.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.TestPki;

class SaeRegistryTest {
    @TempDir
    Path directory;

    private final List<Map<String, String>> audited = new ArrayList<>();

    private SaeRegistry registry(SaeIdentity identity, String... saes) {
        return new SaeRegistry(identity, List.of(saes), (event, facts) -> audited.add(facts));
    }

    private static GeneralName uri(String name) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, name);
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    @Test
    void idStandsWhereTheConfigurationSays() throws Exception {
        var certificate = new TestPki(directory)
                .certificate("sae-1", uri("urn:sae:other"), uri("urn:sae:1"), dns("sae1.example"));
        assertEquals(
                Optional.of("sae-1"), registry(SaeIdentity.SUBJECT_CN, "sae-1").saeOf(certificate));
        assertEquals(
                Optional.of("urn:sae:1"),
                registry(SaeIdentity.SAN_URI, "urn:sae:1").saeOf(certificate));
        assertEquals(
                Optional.of("sae1.example"),
                registry(SaeIdentity.SAN_DNS, "sae1.example").saeOf(certificate));
        for (var elsewhere : List.of(SaeIdentity.SAN_URI, SaeIdentity.SAN_DNS)) {
            assertEquals(Optional.empty(), registry(elsewhere, "sae-1").saeOf(certificate), elsewhere.toString());
        }
        assertEquals(
                Optional.empty(),
                registry(SaeIdentity.SUBJECT_CN, "urn:sae:1", "sae1.example").saeOf(certificate));
    }

    @Test
    void serialNumberIsRegisteredInDecimalOrInHexadecimalAndIsTheIdAsRegistered() throws Exception {
        var certificate = new TestPki(directory).certificate("x");
        var serial = certificate.getSerialNumber();
        for (var name : List.of(
                serial.toString(),
                "0x" + serial.toString(16),
                "0x00" + serial.toString(16).toUpperCase(java.util.Locale.ROOT))) {
            assertEquals(Optional.of(name), registry(SaeIdentity.SERIAL, name).saeOf(certificate));
        }
        assertEquals(
                Optional.empty(),
                registry(
                                SaeIdentity.SERIAL,
                                serial.add(java.math.BigInteger.ONE).toString())
                        .saeOf(certificate));
        var twice = assertThrows(IllegalArgumentException.class, () -> registry(SaeIdentity.SERIAL, "16", "0x10"));
        assertEquals("saes names 16 twice, the second time as 0x10", twice.getMessage());
        var none = assertThrows(IllegalArgumentException.class, () -> registry(SaeIdentity.SERIAL, "1a"));
        assertTrue(none.getMessage().contains("'1a' is not a serial number"), none.getMessage());
    }

    @Test
    void certificateOfAnotherNodesSaeIsAStrangerAndAudited() throws Exception {
        var stolen = new TestPki(directory).certificate("sae-of-another-node");
        assertEquals(Optional.empty(), registry(SaeIdentity.SUBJECT_CN, "sae-1").saeOf(stolen));
        assertEquals(1, audited.size());
        assertEquals("CN=sae-of-another-node", audited.getFirst().get("subject"));
    }

    @Test
    void wrongChoiceIsNamedWithTheRightOnes() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> SaeIdentity.of("cn"));
        assertEquals(
                "saeIdentity 'cn' is not known: give one of [subject-cn, san-uri, san-dns, serial]",
                wrong.getMessage());
    }
}
