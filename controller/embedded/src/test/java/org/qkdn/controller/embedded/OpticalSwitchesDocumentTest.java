package org.qkdn.controller.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.SwitchProtocol;
import org.qkdn.controller.embedded.configuration.ConfigurationFile;
import org.qkdn.controller.southbound.ManagedDevice;

/** What docs/optical-switches.md shows can be configured. */
class OpticalSwitchesDocumentTest {
    private static final Path DOCUMENTS = Path.of("../../docs");
    private static final Pattern NAME = Pattern.compile("\"name\": \"([a-z-]+)\"");

    @TempDir
    Path folder;

    private static List<String> blocks(String document, String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENTS.resolve(document)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    @Timeout(120)
    void theSwitchesShownAreTakenAndProtocolsOfAgentsAreNot() throws Exception {
        final var examples = blocks("optical-switches.md", "json");
        assertEquals(4, examples.size());
        try (var controller = new TestController(folder)) {
            final var operator = controller.client("operator");
            for (var example : examples) {
                final var name = NAME.matcher(example)
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1);
                final var answer = operator.put("data/qkdn-optical:optical/switch=" + name, example);
                assertEquals(201, answer.status(), answer.body());
            }
            final var refused = operator.put(
                    "data/qkdn-optical:optical/switch=sw-quinto",
                    examples.get(1).replace("polatis-restconf", "restconf"));
            assertEquals(400, refused.status(), refused.body());
        }
    }

    @Test
    void thePasswordsShownCanBeRead() throws Exception {
        final var whole =
                String.join("", blocks("restconf.md", "yaml")) + String.join("", blocks("optical-switches.md", "yaml"));
        final var configuration = ConfigurationFile.read(Files.writeString(folder.resolve("controller.yaml"), whole));
        final var credentials = configuration.deviceCredentials();
        assertEquals(
                folder.resolve("secrets/calient").toAbsolutePath(),
                credentials.password("calient").orElseThrow());
        assertTrue(credentials.password("none").isEmpty());
    }

    @Test
    void everyProtocolOfTheModelIsListedAndIsKnown() throws IOException {
        final var page = Files.readString(DOCUMENTS.resolve("optical-switches.md"));
        for (var protocol : SwitchProtocol.values()) {
            assertTrue(page.contains("`" + protocol.getName() + "`"), protocol.getName());
            assertTrue(
                    List.of(ManagedDevice.Protocol.values()).contains(ManagedDevice.Protocol.named(protocol.getName())),
                    protocol.getName());
        }
    }
}
