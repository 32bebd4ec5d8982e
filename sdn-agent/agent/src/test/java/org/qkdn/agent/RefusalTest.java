package org.qkdn.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.C;
import static org.qkdn.agent.fixture.Sites.TO_A;
import static org.qkdn.agent.fixture.Sites.TO_C;
import static org.qkdn.agent.fixture.Sites.VIRT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.agent.fixture.AgentUnderTest;
import org.qkdn.agent.fixture.Controller;
import org.qkdn.agent.fixture.Edits;
import org.qkdn.agent.fixture.Eventually;
import org.qkdn.netconf.client.Reply;

/** Each rule over the wire: a proper rpc-error, and nothing changed. */
class RefusalTest {
    private static final String APP = "44444444-0000-4000-8000-00000000000b";

    @TempDir
    static Path directory;

    private static AgentUnderTest agent;
    private static Controller controller;

    @BeforeAll
    static void start() throws Exception {
        agent = new AgentUnderTest(directory);
        controller = new Controller(agent.target());
        Eventually.satisfies(RefusalTest::shown, text -> text.contains("<qkdi_id>1<") && text.contains("<qkdi_id>2<"));
        assertInstanceOf(Reply.Answer.class, controller.edit(Edits.links(Edits.physLink(TO_C, 2, C))));
    }

    @AfterAll
    static void stop() {
        controller.close();
        agent.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("link of another node", "qkdn_id", A, phys(A, 1, A, "34", "TRANSMITTER", "8")),
                arguments("interface that is not here", "qkdi_id", "9", phys(B, 9, A, "34", "TRANSMITTER", "8")),
                arguments("module in use", "qkdi_id", TO_C, phys(B, 2, A, "34", "TRANSMITTER", "8")),
                arguments("role", "phys_qkd_role", "RECEIVER", phys(B, 1, A, "34", "RECEIVER", "8")),
                arguments("wavelength", "phys_wavelength", "1550", phys(B, 1, A, "1550", "TRANSMITTER", "8")),
                arguments("loss", "phys_channel_att", "12.5", phys(B, 1, A, "34", "TRANSMITTER", "12.5")),
                arguments(
                        "no other end",
                        "qkdl_remote",
                        "qkdl_remote",
                        Edits.links(Edits.link(
                                TO_A,
                                "PHYS",
                                "<qkdl_local><qkdn_id>" + B + "</qkdn_id><qkdi_id>1</qkdi_id></qkdl_local>"))),
                arguments("hop to itself", "virt_next_hop", B, virt(Edits.ends(A, C) + Edits.hops(A, B))),
                arguments("no hop", "virt_next_hop", "virt_prev_hop", virt(Edits.ends(B, C))),
                arguments(
                        "share of a missing link",
                        "backing_qkdl_id",
                        TO_A,
                        virt(Edits.ends(A, C) + Edits.hops(A, C)) + Edits.applications(Edits.share(APP, TO_A))),
                arguments(
                        "no local SAE",
                        "server_app_id",
                        "sae-x",
                        Edits.applications(Edits.pair(APP, "sae-x", "sae-y", C, TO_C))),
                arguments(
                        "two links, no combination",
                        "backing_qkdl_id",
                        "combination",
                        Edits.applications(Edits.combined(APP, "sae-b", "sae-c", C, "single", TO_C, TO_A))),
                arguments(
                        "xor of one",
                        "backing_qkdl_id",
                        "xor",
                        Edits.applications(Edits.combined(APP, "sae-b", "sae-c", C, "xor", TO_C))),
                arguments(
                        "inventory",
                        "qkd_interface",
                        "qkdi_att_point",
                        "<qkd_interfaces><qkd_interface><qkdi_id>1</qkdi_id><qkdi_model>other</qkdi_model>"
                                + "</qkd_interface></qkd_interfaces>"),
                arguments("another node id", "qkdn_id", A, "<qkdn_id>" + A + "</qkdn_id>"));
    }

    private static Arguments arguments(String rule, String path, String named, String edit) {
        return Arguments.of(rule, path, named, edit);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWithAnErrorThatSaysWhereAndWhatAndChangesNothing(String rule, String path, String named, String edit)
            throws Exception {
        var before = controller.getConfig();
        var told = agent.parts().lkms().lastTold();
        for (var reply : new Reply[] {controller.edit(edit), controller.commit(edit)}) {
            var error =
                    assertInstanceOf(Reply.Refused.class, reply, rule).errors().getFirst();
            assertEquals("application", error.type());
            assertTrue(
                    Stream.of("invalid-value", "missing-element", "access-denied")
                            .anyMatch(error.tag()::equals),
                    error.toString());
            assertTrue(error.path().contains(path), error.toString());
            assertTrue(error.message().contains(named), error.toString());
        }
        assertEquals(before, controller.getConfig());
        assertEquals(told, agent.parts().lkms().lastTold());
    }

    private static String phys(
            String local, int interfaceId, String remote, String wavelength, String role, String loss) {
        return Edits.links(Edits.physLink(TO_A, local, interfaceId, remote, wavelength, role, loss));
    }

    private static String virt(String rest) {
        return Edits.links(Edits.link(VIRT, "VIRT", rest));
    }

    private static String shown() {
        try {
            return controller.get();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
