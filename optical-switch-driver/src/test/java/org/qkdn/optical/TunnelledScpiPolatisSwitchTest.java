package org.qkdn.optical;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.netconf.client.Timing;

/** Through TLS that ends in front of the switch. */
class TunnelledScpiPolatisSwitchTest {
    @TempDir
    private java.nio.file.Path directory;

    @Test
    void theSwitchIsDrivenThroughItAndOnlyThePinnedCertificateIsTaken() throws Exception {
        final var certificate = TestCertificate.in(directory, "tunnel");
        final var fabric = new Fabric();
        try (var tunnel = new PolatisScpi(fabric, Optional.of(certificate), true)) {
            try (var driver = tunnel.open(OpticalSwitchContract.SILENT, Timing.DEFAULT)) {
                driver.connect(1, 9);
                assertTrue(fabric.connections().containsKey(1));
            }
            final var other = TestCertificate.in(directory, "other");
            final var refused = assertThrows(
                    IOException.class,
                    () -> ScpiPolatisSwitch.open(
                            new SwitchTarget(
                                    "127.0.0.1",
                                    tunnel.port(),
                                    Optional.of(new SwitchTarget.Pin(other.keys(), other.fingerprint())),
                                    Login.NONE),
                            Timing.DEFAULT,
                            OpticalSwitchContract.SILENT));
            assertTrue(refused.getMessage().contains(certificate.fingerprint()), refused.getMessage());
        }
    }
}
