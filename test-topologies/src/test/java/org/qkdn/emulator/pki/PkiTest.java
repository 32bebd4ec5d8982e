package org.qkdn.emulator.pki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.node.tls.TlsIdentity;

class PkiTest {
    @TempDir
    private Path state;

    @Test
    void privateKeysAreReadableByTheirOwnerOnly() throws IOException {
        open(Clock.systemUTC());
        try (var files = Files.walk(state.resolve("pki"))) {
            var secrets = files.filter(f -> f.toString().endsWith(".key")
                            || (f.getParent().endsWith("ssh") && f.toString().endsWith(".pem")))
                    .toList();
            assertEquals(4, secrets.size());
            for (var secret : secrets) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
            }
        }
    }

    @Test
    void aSecondRunUsesWhatTheFirstMade() throws IOException {
        open(Clock.systemUTC());
        var before = Files.readAllBytes(state.resolve("pki/operator.pem"));
        var pki = open(Clock.systemUTC());
        assertArrayEquals(before, Files.readAllBytes(state.resolve("pki/operator.pem")));
        assertEquals("sae-one", TlsIdentity.load(pki.tls("sae-one")).commonName());
    }

    @Test
    void anExpiredCertificateIsNamedWithARemedy() throws IOException {
        open(Clock.systemUTC());
        var late = Clock.offset(Clock.systemUTC(), Duration.ofDays(1826));
        var error = assertThrows(IOException.class, () -> open(late));
        assertTrue(error.getMessage().startsWith(state.resolve("pki/operator.pem") + " expired on "));
        assertTrue(error.getMessage().endsWith(PemFiles.REMEDY));
    }

    @Test
    void aBrokenFileIsNamedWithARemedy() throws IOException {
        open(Clock.systemUTC());
        Files.writeString(state.resolve("pki/ca.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");
        var error = assertThrows(IOException.class, () -> open(Clock.systemUTC()));
        assertEquals(
                state.resolve("pki/ca.key") + " is not a readable private key: " + PemFiles.REMEDY, error.getMessage());
    }

    @Test
    void aForeignCertificateIsRefused() throws IOException {
        open(Clock.systemUTC());
        Files.delete(state.resolve("pki/ca.pem"));
        Files.delete(state.resolve("pki/ca.key"));
        var error = assertThrows(IOException.class, () -> open(Clock.systemUTC()));
        assertTrue(error.getMessage().contains("was not issued by the CA beside it"), error.getMessage());
    }

    @Test
    void sshKeygenReadsTheKeysAndAgreesOnTheFingerprint() throws IOException, InterruptedException {
        var pki = open(Clock.systemUTC());
        var process = new ProcessBuilder(
                        "ssh-keygen", "-y", "-f", pki.sshKey("controller").toString())
                .start();
        var line = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        assertEquals(0, process.waitFor());
        assertTrue(Files.readString(pki.sshPublicKey("controller")).startsWith(line.strip()));
        var listing = new ProcessBuilder(
                        "ssh-keygen", "-l", "-f", pki.sshPublicKey("controller").toString())
                .start();
        var text = new String(listing.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        assertTrue(text.contains(pki.fingerprint("controller")), text);
    }

    private Pki open(Clock clock) throws IOException {
        return Pki.open(state.resolve("pki"), List.of("operator", "sae-one"), List.of("controller"), clock);
    }
}
