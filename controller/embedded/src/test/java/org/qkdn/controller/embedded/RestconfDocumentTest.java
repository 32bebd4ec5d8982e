package org.qkdn.controller.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.embedded.configuration.ConfigurationFile;

/** What docs/restconf.md shows is what happens. */
class RestconfDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/restconf.md");

    @TempDir
    Path folder;

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    @Test
    void theExamplesGiveTheOutputShown() throws Exception {
        for (var program : List.of("bash", "curl")) {
            Assumptions.assumeTrue(
                    Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                            .anyMatch(bin -> Files.isExecutable(Path.of(bin, program))),
                    program + " is missing: install the Debian package " + program);
        }
        // an ellipsis stands for what differs from run to run
        var expected = Arrays.stream(String.join("", blocks("text")).split("…", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("(?s:.*?)"));
        try (var controller = new TestController(folder)) {
            var operator = controller.authority().issue("operator");
            var shell = new ProcessBuilder("timeout", "60", "bash", "-c", String.join("\n", blocks("sh")))
                    .redirectErrorStream(true);
            shell.environment()
                    .put(
                            "QKDN_RESTCONF",
                            "https://localhost:" + controller.address().getPort() + "/restconf");
            shell.environment().put("QKDN_CA", operator.ca().toString());
            shell.environment().put("QKDN_CERT", operator.certificate().toString());
            shell.environment().put("QKDN_KEY", operator.key().toString());
            var process = shell.start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n"); // event streams end their lines as HTTP does
            assertEquals(0, process.waitFor(), output);
            assertTrue(Pattern.matches(expected, output), output);
        }
    }

    @Test
    void theConfigurationFileShownCanBeRead() throws Exception {
        var file = Files.writeString(folder.resolve("controller.yaml"), String.join("", blocks("yaml")));
        var configuration = ConfigurationFile.read(file);
        assertEquals(20000, configuration.restconf().port());
        assertEquals(folder.resolve("controller").toAbsolutePath(), configuration.stateDirectory());
    }
}
