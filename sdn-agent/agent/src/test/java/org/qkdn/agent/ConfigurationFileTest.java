package org.qkdn.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    private static final String GOOD = """
            node: {name: QUINTO, id: 0b5f4d2e-6a1c-4b63-9d0e-5d3c1f2a7b90, location: Madrid}
            netconf: {host: 127.0.0.1, port: 20100, hostKey: host.pem}
            users:
              - {name: controller, publicKey: controller.pub}
            tls: {certificate: agent.pem, key: agent.key, ca: ca.pem}
            stateDirectory: agent
            lkms: {host: 127.0.0.1, port: 20102}
            forwarding: {host: 127.0.0.1, port: 20104}
            modules:
              - {interfaceId: 1, host: 127.0.0.1, port: 20105}
            saes: [sae-quinto]
            """;

    @TempDir
    Path directory;

    @Test
    void readsAFileAndTakesItsPathsFromWhereItStands() throws Exception {
        var read = ConfigurationFile.read(file(GOOD));
        assertEquals("QUINTO", read.node().name());
        assertEquals(directory.resolve("host.pem"), read.netconf().hostKey());
        assertEquals(directory.resolve("agent"), read.stateDirectory());
        assertEquals(directory.resolve("ca.pem"), read.tls().ca());
        assertEquals(1, read.modules().getFirst().interfaceId());
        assertEquals(Set.of("sae-quinto"), read.saes());
    }

    @Test
    void unknownEntryIsNamedWithItsLine() throws Exception {
        refused(GOOD.replace("lkms:", "lmks:"), ":7:", "'lmks'", "lkms");
    }

    @Test
    void missingPartIsNamed() throws Exception {
        refused(GOOD.replace("forwarding: {host: 127.0.0.1, port: 20104}\n", ""), "'forwarding' is missing");
    }

    @Test
    void portOutOfRangeIsNamedWithItsLine() throws Exception {
        refused(GOOD.replace("20102", "99999"), ":7:", "99999", "65535");
    }

    @Test
    void nodeIdThatIsNoUuidIsNamed() throws Exception {
        refused(GOOD.replace("0b5f4d2e", "quinto"), ":1:", "no UUID");
    }

    @Test
    void wordInPlaceOfANumberIsNamedWithItsLine() throws Exception {
        refused(GOOD.replace("20104", "many"), ":8:", "many");
    }

    @Test
    void textThatIsNoYamlIsRefused() throws Exception {
        refused("node: {name: [", ":1:");
    }

    @Test
    void missingFileIsNamed() {
        var failure = assertThrows(IOException.class, () -> ConfigurationFile.read(directory.resolve("none.yaml")));
        assertTrue(failure.getMessage().contains("none.yaml"), failure.getMessage());
    }

    private void refused(String text, String... parts) throws IOException {
        var file = file(text);
        var failure = assertThrows(IOException.class, () -> ConfigurationFile.read(file));
        assertTrue(failure.getMessage().startsWith(file + ":"), failure.getMessage());
        assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
        for (var part : parts) {
            assertTrue(failure.getMessage().contains(part), failure.getMessage());
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("agent.yaml"), text);
    }
}
