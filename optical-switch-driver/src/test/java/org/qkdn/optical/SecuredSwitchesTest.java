package org.qkdn.optical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.netconf.client.Timing;

/** Over TLS: that of the switch, or of a tunnel in front of it. */
class SecuredSwitchesTest {
    private final Fabric fabric = new Fabric();

    @TempDir
    private Path directory;

    private TestCertificate certificate;
    private TestCertificate other;

    @BeforeEach
    void certify() throws Exception {
        certificate = TestCertificate.in(directory, "switch");
        other = TestCertificate.in(directory, "other");
    }

    @Test
    void polatisRestconf() throws Exception {
        isDrivenAndOnlyWithThePinnedCertificate(
                new PolatisRestconf(fabric, Optional.of(certificate), "/restconf"),
                target -> RestconfPolatisSwitch.open(target, Timing.DEFAULT));
    }

    @Test
    void tapi() throws Exception {
        isDrivenAndOnlyWithThePinnedCertificate(
                new TapiServer(fabric, Optional.of(certificate), true),
                target -> TapiSwitch.open(target, Timing.DEFAULT));
    }

    @Test
    void polatisScpi() throws Exception {
        isDrivenAndOnlyWithThePinnedCertificate(
                new PolatisScpi(fabric, Optional.of(certificate), true),
                target -> ScpiPolatisSwitch.open(target, Timing.DEFAULT, OpticalSwitchContract.SILENT));
    }

    @Test
    void calientTl1() throws Exception {
        isDrivenAndOnlyWithThePinnedCertificate(
                new CalientTl1(fabric, Optional.of(certificate)),
                target -> Tl1CalientSwitch.open(target, Timing.DEFAULT, OpticalSwitchContract.SILENT));
    }

    private interface Opening {
        OpticalSwitch open(SwitchTarget target) throws IOException;
    }

    private void isDrivenAndOnlyWithThePinnedCertificate(Emulated emulated, Opening opening) throws Exception {
        try (emulated) {
            try (var driver = opening.open(target(emulated, certificate))) {
                driver.connect(1, 9);
                assertEquals(OpticalSwitchContract.pairs(1, 9), fabric.connections());
            }
            final var refused = assertThrows(IOException.class, () -> opening.open(target(emulated, other)));
            assertTrue(refused.getMessage().contains(certificate.fingerprint()), refused.getMessage());
        }
    }

    private SwitchTarget target(Emulated emulated, TestCertificate accepted) {
        return new SwitchTarget(
                "127.0.0.1",
                emulated.port(),
                Optional.of(new SwitchTarget.Pin(certificate.keys(), accepted.fingerprint())),
                new Login("admin", "root"));
    }
}
