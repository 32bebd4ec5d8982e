package org.qkdn.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.C;
import static org.qkdn.agent.fixture.Sites.TO_A;
import static org.qkdn.agent.fixture.Sites.VIRT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.agent.fixture.AgentUnderTest;
import org.qkdn.agent.fixture.Controller;
import org.qkdn.agent.fixture.Eventually;
import org.qkdn.agent.fixture.Program;
import org.qkdn.node.v1.QuantumChannel;

/** What docs/sdn-agent.md shows is true: its program runs, with a client we did not write. */
class DocumentationTest {
    private static final Path PAGE = Path.of("../../docs/sdn-agent.md");
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    @TempDir
    Path directory;

    private AgentUnderTest agent;

    @BeforeEach
    void start() throws Exception {
        agent = new AgentUnderTest(directory);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void programOfTheGuideRuns() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(PYTHON)
                        && Program.run(PYTHON.toString(), "-c", "import ncclient")
                                        .exitCode()
                                == 0,
                "ncclient is missing: install the Debian package python3-ncclient");
        try (var controller = new Controller(agent.target())) {
            Eventually.satisfies(() -> shown(controller), text -> text.contains("<qkdi_id>2<"));
        }
        var script = Files.writeString(directory.resolve("guide.py"), blocks("python"));
        var making = Thread.ofVirtual().start(this::makeKeyOnceToldTo);
        var run = Program.run(agent.clientEnvironment(), PYTHON.toString(), script.toString());
        making.join();
        assertEquals(0, run.exitCode(), run.text());
        assertTrue(run.text().contains("node " + B), run.text());
        assertTrue(run.text().contains("interface 2 HWDU CV-1"), run.text());
        assertTrue(run.text().contains("link " + TO_A), run.text());
        assertTrue(run.text().contains("link makes 1000 bit/s"), run.text());
        assertTrue(run.text().contains("refused: invalid-value phys_wavelength 1550 is outside"), run.text());
        var relay = agent.parts().forwarding().lastTold().orElseThrow().getLinksList().stream()
                .filter(link -> link.getLinkId().equals(VIRT))
                .findFirst()
                .orElseThrow();
        assertEquals(B, relay.getFirstNodeId());
        assertEquals(C, relay.getLastNodeId());
        assertEquals(A, relay.getNext().getNodeId());
        assertEquals(
                "sae-b",
                agent.parts().lkms().lastTold().orElseThrow().getApplications(0).getLocalSaeId());
    }

    @Test
    void shellProgramOfTheGuideGivesTheOutputShown() throws Exception {
        for (var program : List.of("bash", "curl")) {
            Assumptions.assumeTrue(
                    Files.isExecutable(Path.of("/usr/bin", program)),
                    program + " is missing: install the Debian package " + program);
        }
        try (var controller = new Controller(agent.target())) {
            Eventually.satisfies(() -> shown(controller), text -> text.contains("<qkdi_id>2<"));
        }
        var run = Program.run(agent.restconfEnvironment(), "bash", "-c", blocks("sh"));
        assertEquals(0, run.exitCode(), run.text());
        // an ellipsis stands for what differs from run to run
        var expected = Stream.of(blocks("text").split("…", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("(?s:.*?)"))
                .replace("\n\n", "\n");
        assertTrue(Pattern.matches(expected, run.text()), run.text());
    }

    @Test
    void configurationFileOfTheGuideIsRead() throws Exception {
        var read = ConfigurationFile.read(Files.writeString(directory.resolve("agent.yaml"), blocks("yaml")));
        assertEquals("QUINTO", read.node().name());
    }

    private void makeKeyOnceToldTo() {
        Eventually.satisfies(agent.parts().module(1)::lastTold, told -> told.filter(QuantumChannel::getEnabled)
                .isPresent());
        agent.parts()
                .module(1)
                .report(state ->
                        state.toBuilder().setGenerating(true).setSkrBps(1000).build());
    }

    private static String blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.joining("\n"));
    }

    private static String shown(Controller controller) {
        try {
            return controller.get();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
