package org.qkdn.agent.yang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.C;
import static org.qkdn.agent.fixture.Sites.TO_A;
import static org.qkdn.agent.fixture.Sites.TO_C;
import static org.qkdn.agent.fixture.Sites.VIRT;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.agent.AgentConfiguration;
import org.qkdn.agent.desired.Application;
import org.qkdn.agent.desired.Attachment;
import org.qkdn.agent.desired.LinkEnd;
import org.qkdn.agent.desired.Role;
import org.qkdn.agent.fixture.Edits;
import org.qkdn.agent.fixture.NodeTree;
import org.qkdn.agent.fixture.Program;
import org.qkdn.agent.fixture.Sites;
import org.qkdn.agent.fixture.Yanglint;
import org.qkdn.agent.node.NodeSnapshot;
import org.qkdn.agent.node.PartReport;
import org.qkdn.agent.report.ApplicationHistory;
import org.qkdn.agent.report.LinkCondition;
import org.qkdn.agent.report.LinkStatus;
import org.qkdn.agent.report.NodeConditions;
import org.qkdn.agent.report.NodeEvent;
import org.qkdn.netconf.YangModel;
import org.qkdn.node.v1.ApplicationLevel;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.ModuleState;

/** What the agent reads from and writes into a tree of the model, and what libyang thinks of it. */
class TreeTest {
    private static YangModel model;

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String SHARE = "33333333-0000-4000-8000-00000000000a";
    private static final String PAIR = "44444444-0000-4000-8000-00000000000b";

    @TempDir
    Path directory;

    private final NodeTree tree = new NodeTree(model);

    @BeforeAll
    static void parse() throws Exception {
        model = NodeTree.model();
    }

    @BeforeEach
    void discover() throws Exception {
        var node = new AgentConfiguration.Node("B", B, "1.0", "Madrid");
        for (var child : InventoryWriter.fresh(node).body()) {
            tree.merge(child);
        }
        tree.change(change -> {
            InventoryWriter.module(change, Sites.module(1, Role.TRANSMITTER), new Attachment("switch", 1));
            InventoryWriter.module(change, Sites.module(2, Role.TRANSCEIVER), new Attachment("switch", 2));
        });
    }

    @Test
    void inventoryReadsBackAsItWasWritten() {
        assertEquals(Sites.node(List.of(), List.of()), ConfigurationReader.read(tree.root()));
    }

    @Test
    void linksReadAsTheControllerWroteThem() throws Exception {
        configure();
        var read = ConfigurationReader.read(tree.root());
        assertEquals(Sites.phys(TO_A, B, 1, A), read.links().get(TO_A));
        assertEquals(Sites.virt(A, C, Optional.of(A), C), read.links().get(VIRT));
        assertEquals(Sites.share(SHARE, TO_A), read.applications().get(SHARE));
        var pair = read.applications().get(PAIR);
        assertTrue(pair.is(Application.Kind.CLIENT));
        assertEquals(List.of("sae-c"), pair.clients());
        assertEquals(Optional.of(C), pair.remoteNode());
        assertEquals(1000, pair.quality().minBandwidth());
    }

    @Test
    void moduleThatComesBackKeepsTheOperatorsAttachmentPoint() throws Exception {
        tree.edit("<qkd_interfaces><qkd_interface><qkdi_id>1</qkdi_id><qkdi_att_point><device>panel</device>"
                + "</qkdi_att_point></qkd_interface></qkd_interfaces>");
        tree.change(
                change -> InventoryWriter.module(change, Sites.module(1, Role.RECEIVER), new Attachment("switch", 1)));
        var xml = tree.xml();
        assertTrue(xml.contains(">panel</device>") && xml.contains("RECEIVER"), xml);
    }

    @Test
    void moduleThatIsGoneLeavesTheInventory() throws Exception {
        tree.change(change -> InventoryWriter.withoutModule(change, 1));
        assertEquals(
                List.of(2L),
                List.copyOf(ConfigurationReader.read(tree.root()).interfaces().keySet()));
    }

    @Test
    void stateIsValidOverTheConfiguration() throws Exception {
        configure();
        var node = ConfigurationReader.read(tree.root());
        var stores = KeyStoreReport.newBuilder()
                .addApplications(ApplicationLevel.newBuilder()
                        .setAppId(PAIR)
                        .setOwnBits(512)
                        .setDeliveredBits(1L << 40));
        var snapshot = NodeSnapshot.silent(List.of(1, 2))
                .withModule(
                        1,
                        new PartReport.Reported<>(ModuleState.newBuilder()
                                .setStatus(ModuleState.Status.ENABLED)
                                .setLinkId(TO_A)
                                .setGenerating(true)
                                .setSkrBps(1L << 40)
                                .setQberPpm(23_456)
                                .build()))
                .withKeyStores(new PartReport.Reported<>(stores.build()));
        var history = ApplicationHistory.of(Map.of(), NOW)
                .configured(node.applications().keySet(), NOW)
                .reported(
                        KeyStoreReport.newBuilder()
                                .addApplications(ApplicationLevel.newBuilder().setAppId(PAIR))
                                .build(),
                        NOW)
                .reported(stores.build(), NOW.plusSeconds(30));
        tree.merge(StateWriter.write(node, NodeConditions.of(node, snapshot, NOW), history));
        var xml = tree.xml();
        for (var part : List.of(
                ">4294967295</skr>",
                ":ACTIVE</qkdl_status>",
                ":PENDING</qkdl_status>",
                ">2.346</value>",
                ":FAILED</qkdi_status>",
                ":ENABLED</qkdi_status>",
                ">4294967295</consumed_bits>",
                ">2026-11-21T12:00:00Z</creation_time>",
                ">512</stored-bits>")) {
            assertTrue(xml.contains(part), part + " in " + xml);
        }
        assertEquals(new Program(0, ""), new Yanglint(directory).check("data", xml));
    }

    @Test
    void notificationsAreValid() throws Exception {
        var yanglint = new Yanglint(directory);
        var writer = new NotificationWriter(B);
        var condition = new LinkCondition(
                LinkStatus.ACTIVE,
                Optional.of(new LinkCondition.Rates(1000, 900)),
                500,
                Optional.of(20_000),
                1,
                Optional.empty(),
                Optional.of(new LinkEnd(Optional.of(A), Optional.of(2L))));
        for (var event : List.of(
                new NodeEvent.ApplicationNew("sae-b", "sae-c"),
                new NodeEvent.LinkDown(TO_A, "loss\nof \u0007 signal"),
                new NodeEvent.LinkPerformance(TO_A, condition),
                new NodeEvent.InterfaceDown(1, "gone"),
                new NodeEvent.InterfaceNew(Sites.module(3, Role.RECEIVER), new Attachment("switch", 3)))) {
            var xml = tree.notification(writer.write(event));
            assertEquals(new Program(0, ""), yanglint.check("notif", xml), xml);
        }
    }

    private void configure() throws Exception {
        tree.edit(Edits.links(
                        Edits.physLink(TO_A, 1, A),
                        Edits.physLink(TO_C, 2, C),
                        Edits.link(VIRT, "VIRT", Edits.ends(A, C) + Edits.hops(A, C)))
                + Edits.applications(Edits.share(SHARE, TO_A), Edits.pair(PAIR, "sae-b", "sae-c", C, VIRT)));
    }
}
