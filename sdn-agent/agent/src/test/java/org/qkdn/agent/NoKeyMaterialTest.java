package org.qkdn.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Key material never enters the control plane: no class of the agent even names a call that carries it. */
class NoKeyMaterialTest {
    private static final List<String> CARRIERS =
            List.of("LinkKeysGrpc", "KeyRelayGrpc", "node/v1/Pad", "RelayBlock", "RelayedBlock");

    @Test
    void agentUsesNoServiceThatCarriesKeys() throws Exception {
        var classes = Path.of(SdnAgent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var files = Files.walk(classes)) {
            var all = files.filter(file -> file.toString().endsWith(".class")).toList();
            assertTrue(all.size() > 20, all.toString());
            assertEquals(
                    List.of(),
                    all.stream().filter(NoKeyMaterialTest::namesACarrier).toList());
        }
    }

    private static boolean namesACarrier(Path file) {
        try {
            var constants = Files.readString(file, StandardCharsets.ISO_8859_1);
            return CARRIERS.stream().anyMatch(constants::contains);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
