package org.qkdn.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.C;
import static org.qkdn.agent.fixture.Sites.TO_A;
import static org.qkdn.agent.fixture.Sites.TO_C;
import static org.qkdn.agent.fixture.Sites.VIRT;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.agent.fixture.AgentUnderTest;
import org.qkdn.agent.fixture.Controller;
import org.qkdn.agent.fixture.Edits;
import org.qkdn.agent.fixture.Eventually;
import org.qkdn.agent.fixture.Program;
import org.qkdn.agent.fixture.Yanglint;
import org.qkdn.netconf.client.Reply;

/** A second implementation of YANG finds what the agent shows valid, state and all. */
class YanglintTest {
    @TempDir
    Path directory;

    @Test
    void whatGetReturnsIsValid() throws Exception {
        var yanglint = new Yanglint(directory.resolve("yanglint"));
        assertEquals(new Program(0, ""), yanglint.check("data", shown()));
    }

    private String shown() throws Exception {
        try (var agent = new AgentUnderTest(directory);
                var controller = new Controller(agent.target())) {
            Eventually.satisfies(() -> get(controller), text -> text.contains("<qkdi_id>2<"));
            var made = controller.edit(Edits.links(
                            Edits.physLink(TO_A, 1, A),
                            Edits.physLink(TO_C, 2, C),
                            Edits.link(VIRT, "VIRT", Edits.ends(A, C) + Edits.hops(A, C)))
                    + Edits.applications(
                            Edits.share("33333333-0000-4000-8000-00000000000a", TO_A),
                            Edits.pair("44444444-0000-4000-8000-00000000000b", "sae-b", "sae-c", C, VIRT)));
            assertInstanceOf(Reply.Answer.class, made, made.toString());
            Eventually.satisfies(agent.parts().module(1)::lastTold, told -> told.filter(channel -> channel.getEnabled())
                    .isPresent());
            agent.parts().module(1).report(state -> state.toBuilder()
                    .setGenerating(true)
                    .setSkrBps(1000)
                    .setQberPpm(23_450)
                    .build());
            return Eventually.satisfies(() -> get(controller), now -> now.contains("ACTIVE"));
        }
    }

    private static String get(Controller controller) {
        try {
            return controller.get();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
