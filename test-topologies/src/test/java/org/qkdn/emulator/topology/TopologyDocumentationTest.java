package org.qkdn.emulator.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example in the documentation is a good file, and the complaint it quotes is the one that comes. */
class TopologyDocumentationTest {
    private static final Path PAGE = Path.of("..", "docs", "topology-file.md");

    @Test
    void theExampleIsAGoodFile() throws IOException, TopologyException {
        var topology = TopologyFile.read("example", new StringReader(example()));
        assertEquals(2, topology.sites().size());
        assertEquals(1, topology.pairings().size());
    }

    @Test
    void theQuotedComplaintIsTheOneThatComes() throws IOException {
        var broken = example().replace("switchPort: 1", "switchPort: 2");
        var message = "";
        try {
            TopologyFile.read("my-network.yaml", new StringReader(broken));
        } catch (TopologyException e) {
            message = e.getMessage();
        }
        assertTrue(!message.isEmpty() && Files.readString(PAGE).contains(message), message);
    }

    private static String example() throws IOException {
        var page = Files.readString(PAGE);
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        return page.substring(start, page.indexOf("```", start));
    }
}
