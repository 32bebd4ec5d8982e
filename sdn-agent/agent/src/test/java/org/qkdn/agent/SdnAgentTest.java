package org.qkdn.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.C;
import static org.qkdn.agent.fixture.Sites.TO_A;
import static org.qkdn.agent.fixture.Sites.TO_C;
import static org.qkdn.agent.fixture.Sites.VIRT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.agent.fixture.AgentUnderTest;
import org.qkdn.agent.fixture.Controller;
import org.qkdn.agent.fixture.Edits;
import org.qkdn.agent.fixture.Eventually;
import org.qkdn.netconf.client.Reply;
import org.qkdn.node.v1.ApplicationLevel;
import org.qkdn.node.v1.ApplicationRequest;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.Hop;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.LinkStore;
import org.qkdn.node.v1.LinkStoreLevel;
import org.qkdn.node.v1.Neighbour;
import org.qkdn.node.v1.QuantumChannel;
import org.qkdn.node.v1.RelayLink;

class SdnAgentTest {
    private static final String SHARE_A = "33333333-0000-4000-8000-00000000000a";
    private static final String SHARE_C = "33333333-0000-4000-8000-00000000000c";
    private static final String PAIR = "44444444-0000-4000-8000-00000000000b";

    @TempDir
    Path directory;

    private AgentUnderTest agent;
    private Controller controller;

    @BeforeEach
    void start() throws Exception {
        agent = new AgentUnderTest(directory);
        controller = new Controller(agent.target());
    }

    @AfterEach
    void stop() {
        controller.close();
        agent.close();
    }

    @Test
    void discoveryShowsTheNodeAndItsModules() {
        var found = await("<qkdi_model>HWDU CV-1</qkdi_model>", "switch-B", "OPERATING");
        assertTrue(found.contains("<qkdn_id>" + B + "</qkdn_id>"), found);
        assertTrue(found.contains(">34-38<"), found);
        assertTrue(found.contains(">12.0<") || found.contains(">12.000<"), found);
        assertTrue(found.contains("DISABLED"), found);
    }

    @Test
    void physLinkReachesModuleKeyStoresAndForwarding() throws Exception {
        discovered();
        accepted(controller.edit(Edits.links(Edits.physLink(TO_A, 1, A))));
        Eventually.equal(
                Optional.of(QuantumChannel.newBuilder()
                        .setLinkId(TO_A)
                        .setEnabled(true)
                        .setLocalNodeId(B)
                        .setLocalInterfaceId(1)
                        .setPeerNodeId(A)
                        .setPeerInterfaceId(7)
                        .setWavelength("34")
                        .setRole("TRANSMITTER")
                        .build()),
                agent.parts().module(1)::lastTold);
        Eventually.equal(
                Optional.of(QuantumChannel.getDefaultInstance()), agent.parts().module(2)::lastTold);
        Eventually.equal(
                Optional.of(KeyStoreConfiguration.newBuilder()
                        .addLinks(LinkStore.newBuilder()
                                .setLinkId(TO_A)
                                .setRemoteNodeId(A)
                                .setInterfaceId(1)
                                .setEnabled(true))
                        .build()),
                agent.parts().lkms()::lastTold);
        Eventually.equal(
                Optional.of(ForwardingTable.newBuilder()
                        .addLinks(RelayLink.newBuilder()
                                .setLinkId(TO_A)
                                .setFirstNodeId(A)
                                .setLastNodeId(B)
                                .setPrevious(hop(A, TO_A)))
                        .build()),
                agent.parts().forwarding()::lastTold);
    }

    @Test
    void virtLinkWithItsSharesBecomesARelayAndAServiceAStore() throws Exception {
        discovered();
        relay();
        var relay = RelayLink.newBuilder()
                .setLinkId(VIRT)
                .setFirstNodeId(A)
                .setLastNodeId(C)
                .setPrevious(hop(A, TO_A))
                .setNext(hop(C, TO_C))
                .build();
        Eventually.satisfies(agent.parts().forwarding()::lastTold, told -> told.filter(
                        table -> table.getLinksList().contains(relay))
                .isPresent());
        accepted(controller.commit(Edits.applications(Edits.pair(PAIR, "sae-a", "sae-b", A, TO_A))));
        var told = Eventually.satisfies(
                        agent.parts().lkms()::lastTold, stores -> stores.filter(set -> set.getApplicationsCount() == 1)
                                .isPresent())
                .orElseThrow()
                .getApplications(0);
        assertEquals(
                List.of("sae-b", "sae-a", A, TO_A),
                List.of(
                        told.getLocalSaeId(),
                        told.getRemoteSaeId(),
                        told.getRemoteNodeId(),
                        told.getBackingLinkIds(0)));
    }

    @Test
    void aServiceOverTwoLinksReachesTheKeyStoresWithItsCombinationAndLosesItWithAnEdit() throws Exception {
        discovered();
        relay();
        accepted(controller.commit(
                Edits.applications(Edits.combined(PAIR, "sae-b", "sae-c", C, "hkdf-sha384", VIRT, TO_C))));
        var told = toldApplication(application -> !application.getCombination().isEmpty());
        assertEquals("hkdf-sha384", told.getCombination());
        assertEquals(Stream.of(VIRT, TO_C).sorted().toList(), List.copyOf(told.getBackingLinkIdsList()));
        assertTrue(controller.get().contains(">hkdf-sha384</combination>"), controller.get());
        accepted(controller.commit(Edits.applications(Edits.application(
                PAIR,
                "CLIENT",
                "<backing_qkdl_id xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='delete'>" + TO_C
                        + "</backing_qkdl_id><combination xmlns='urn:qkdn:yang:node-extension'"
                        + " xmlns:nc='urn:ietf:params:xml:ns:netconf:base:1.0' nc:operation='delete'>hkdf-sha384"
                        + "</combination>"))));
        assertEquals(
                List.of(VIRT),
                List.copyOf(toldApplication(
                                application -> application.getCombination().isEmpty())
                        .getBackingLinkIdsList()));
    }

    private org.qkdn.node.v1.Application toldApplication(Predicate<org.qkdn.node.v1.Application> expected) {
        return Eventually.satisfies(agent.parts().lkms()::lastTold, stores -> stores.filter(
                                set -> set.getApplicationsCount() == 1 && expected.test(set.getApplications(0)))
                        .isPresent())
                .orElseThrow()
                .getApplications(0);
    }

    @Test
    void getReportsWhatThePartsSay() throws Exception {
        discovered();
        relay();
        accepted(controller.edit(Edits.applications(Edits.pair(PAIR, "sae-b", "sae-c", C, VIRT))));
        making(1, 1000);
        making(2, 2000);
        agent.parts().lkms().report(report -> report.toBuilder()
                .addLinks(LinkStoreLevel.newBuilder()
                        .setLinkId(TO_A)
                        .setOwnBits(4096)
                        .setConsumptionBps(100))
                .addApplications(ApplicationLevel.newBuilder().setAppId(PAIR).setOwnBits(512))
                .build());
        agent.parts().forwarding().report(report -> report.toBuilder()
                .addNeighbours(Neighbour.newBuilder().setNodeId(A).setConnected(true))
                .addNeighbours(
                        Neighbour.newBuilder().setNodeId(C).setConnected(false).setReason("refused"))
                .build());
        var shown = await(
                ">1000</skr>",
                ">900</eskr>",
                ">500</expected_consumption>",
                ">4096</stored-bits>",
                ":ACTIVE<",
                ":PASSIVE<",
                "not connected to " + C + ": refused",
                ":QBER<",
                ">2.345<",
                ":ON<",
                ">512</stored-bits>",
                "<creation_time>");
        assertFalse(shown.contains(":PENDING<"), shown);
    }

    @Test
    void notifiesOfRequestsOfRatesAndOfLinksThatGoDown() throws Exception {
        discovered();
        accepted(controller.edit(Edits.links(Edits.physLink(TO_A, 1, A))));
        making(1, 1000);
        heard("sdqkdn_link_perf_update", TO_A, ">1000</skr>", ">2.345<");
        agent.parts().lkms().report(report -> report.toBuilder()
                .addRequested(
                        ApplicationRequest.newBuilder().setMasterSaeId("sae-b").setSlaveSaeId("sae-c"))
                .build());
        heard("sdqkdn_application_new", "CLIENT", ">sae-b</server_app_id>", ">sae-c</client_app_id>", B);
        agent.parts().module(1).report(state -> state.toBuilder()
                .setGenerating(false)
                .setReason("loss of signal")
                .build());
        heard("sdqkdn_link_down", TO_A, "loss of signal");
        agent.parts().module(1).kill();
        heard("sdqkdn_interface_down", ">1</qkdi_id>");
        await(":FAILED<");
    }

    @Test
    void restartKeepsTheConfigurationAndTellsItAgain() throws Exception {
        discovered();
        relay();
        accepted(controller.edit(Edits.applications(Edits.pair(PAIR, "sae-b", "sae-c", C, VIRT))));
        Eventually.satisfies(
                agent.parts().forwarding()::lastTold,
                told -> told.filter(table -> table.getLinksCount() == 3).isPresent());
        var before = controller.getConfig();
        var created = created(controller.get());
        agent.stop();
        var channel = agent.parts().module(1).lastTold();
        var stores = agent.parts().lkms().lastTold();
        var table = agent.parts().forwarding().lastTold();
        agent.parts().close();
        agent.parts().lkms().start();
        agent.parts().forwarding().start();
        agent.parts().module(1).start();
        agent.parts().module(2).start();
        agent.start();
        Eventually.equal(channel, agent.parts().module(1)::lastTold);
        Eventually.equal(stores, agent.parts().lkms()::lastTold);
        Eventually.equal(table, agent.parts().forwarding()::lastTold);
        try (var again = new Controller(agent.target())) {
            assertEquals(sorted(before), sorted(again.getConfig()));
            assertEquals(created, created(again.get()));
        }
    }

    @Test
    void partThatComesBackIsToldEverythingAgain() throws Exception {
        discovered();
        relay();
        Eventually.satisfies(agent.parts().lkms()::lastTold, told -> told.filter(stores -> stores.getLinksCount() == 2)
                .isPresent());
        var told = agent.parts().lkms().lastTold();
        agent.parts().lkms().kill();
        await(":DOWN<");
        agent.parts().lkms().start();
        Eventually.equal(told, agent.parts().lkms()::lastTold);
        await(":OPERATING<");
    }

    @Test
    void operatorMayMoveAnAttachmentPoint() throws Exception {
        discovered();
        accepted(controller.edit("<qkd_interfaces><qkd_interface><qkdi_id>1</qkdi_id><qkdi_att_point>"
                + "<device>panel</device><port>44</port></qkdi_att_point></qkd_interface></qkd_interfaces>"));
        agent.parts().module(1).kill();
        agent.parts().module(1).start();
        await(">panel</device>", ">44</port>");
    }

    @Test
    void stateDirectoryOfAnotherNodeIsNotTaken() {
        // before, nothing is stored that could be another's
        discovered();
        agent.stop();
        var right = agent.configuration();
        var wrong = new AgentConfiguration(
                new AgentConfiguration.Node("B", A, "", ""),
                right.netconf(),
                right.users(),
                right.tls(),
                right.stateDirectory(),
                right.lkms(),
                right.forwarding(),
                right.modules(),
                right.saes(),
                right.restconf());
        var failure = assertThrows(IOException.class, () -> SdnAgent.start(wrong));
        assertTrue(failure.getMessage().contains(B), failure.getMessage());
    }

    private void discovered() {
        await("<qkdi_id>1</qkdi_id>", "<qkdi_id>2</qkdi_id>");
    }

    private void relay() throws IOException {
        accepted(controller.commit(Edits.links(
                        Edits.physLink(TO_A, 1, A),
                        Edits.physLink(TO_C, 2, C),
                        Edits.link(VIRT, "VIRT", Edits.ends(A, C) + Edits.hops(A, C)))
                + Edits.applications(Edits.share(SHARE_A, TO_A), Edits.share(SHARE_C, TO_C))));
    }

    private void making(int interfaceId, long rate) {
        Eventually.satisfies(
                agent.parts().module(interfaceId)::lastTold,
                told -> told.filter(QuantumChannel::getEnabled).isPresent());
        agent.parts().module(interfaceId).report(state -> state.toBuilder()
                .setGenerating(true)
                .setSkrBps(rate)
                .setQberPpm(23_450)
                .build());
    }

    private String await(String... parts) {
        return Eventually.satisfies(this::get, shown -> List.of(parts).stream().allMatch(shown::contains));
    }

    private void heard(String... parts) {
        Eventually.satisfies(controller::heard, all -> all.stream()
                .anyMatch(one -> List.of(parts).stream().allMatch(one::contains)));
    }

    private String get() {
        try {
            return controller.get();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Entries of lists may come in any order. */
    private static List<String> sorted(String xml) {
        return xml.lines().map(String::strip).sorted().toList();
    }

    private static String created(String shown) {
        return shown.substring(shown.indexOf("<creation_time>"), shown.indexOf("</creation_time>"));
    }

    private static void accepted(Reply reply) {
        assertInstanceOf(Reply.Answer.class, reply, reply.toString());
    }

    private static Hop hop(String node, String link) {
        return Hop.newBuilder().setNodeId(node).setPhysLinkId(link).build();
    }
}
