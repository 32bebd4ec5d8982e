package org.qkdn.emulator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.codec.gson.JSONCodecFactorySupplier;
import org.opendaylight.yangtools.yang.data.codec.gson.JsonParserStream;
import org.opendaylight.yangtools.yang.data.impl.schema.ImmutableNormalizedNodeStreamWriter;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.SchemaContext;
import org.opendaylight.yangtools.yang.model.api.source.SourceIdentifier;
import org.opendaylight.yangtools.yang.model.spi.source.StringYangTextSource;
import org.opendaylight.yangtools.yang.parser.api.YangParserConfiguration;
import org.opendaylight.yangtools.yang.parser.api.YangParserException;
import org.opendaylight.yangtools.yang.parser.impl.DefaultYangParserFactory;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;
import org.qkdn.forwarding.ForwardingConfiguration;

/** What the emulator writes is what others read. */
class PreparedFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Topology madqci;
    private StateDirectory state;

    @BeforeEach
    void prepare() throws IOException, TopologyException {
        madqci = TopologyFile.find("madqci");
        state = StateDirectory.open(folder.resolve("state"));
        EmulatedNetwork.prepare(madqci, state, 20_000);
    }

    @Test
    void everyProcessReadsItsFile() throws Exception {
        for (var site : madqci.sites()) {
            var agent = org.qkdn.agent.ConfigurationFile.read(state.agentFile(site.name()));
            assertEquals(site.id().toString(), agent.node().id());
            assertTrue(Files.exists(agent.tls().certificate()));
            assertEquals(madqci.modulesAt(site.name()).size(), agent.modules().size());
            var lkms = org.qkdn.lkms.ConfigurationFile.read(state.lkmsFile(site.name()));
            assertEquals(site.saes(), lkms.saes());
            assertEquals(agent.lkms().port(), lkms.grpc().port());
            assertEquals(NetworkDocuments.kmeId(site.name()), lkms.kmeId());
            var forwarding = ForwardingConfiguration.load(state.forwardingFile(site.name()));
            assertEquals(agent.forwarding().port(), forwarding.grpc().port());
            assertEquals(lkms.forwarding().port(), forwarding.grpc().port());
            assertEquals(8, forwarding.neighbours().size());
            assertEquals(List.of("operator"), lkms.metrics().orElseThrow().readers());
            assertTrue(forwarding.metrics().orElseThrow().readers().contains("operator"));
            assertEquals(!site.saes().isEmpty(), lkms.etsi004().isPresent());
        }
    }

    @Test
    void whatTheControllerIsToldIsValidByItsModels() throws Exception {
        var root = ImmutableNodes.newContainerBuilder().withNodeIdentifier(new NodeIdentifier(SchemaContext.NAME));
        var text = Files.readString(state.controllerData());
        try (var writer = ImmutableNormalizedNodeStreamWriter.from(root);
                var parser = JsonParserStream.create(writer, JSONCodecFactorySupplier.RFC7951.getShared(model()))) {
            parser.parse(new JsonReader(new StringReader(text)));
        }
        assertEquals(2, root.build().size());
        var optical = JSON.readTree(text).path("qkdn-optical:optical");
        assertEquals(10, optical.path("span").size());
        assertEquals(7, optical.path("switch").size());
        assertEquals(9, optical.path("fixed-pair").size());
        assertEquals(4, optical.path("pairing").size());
    }

    private static EffectiveModelContext model() throws IOException, YangParserException {
        var parser = new DefaultYangParserFactory().createParser(YangParserConfiguration.DEFAULT);
        for (var name : List.of(
                "ietf-yang-types@2013-07-15",
                "ietf-inet-types@2013-07-15",
                "qkdn-types@2026-11-21",
                "qkdn-inventory@2026-11-21",
                "qkdn-optical@2026-11-21")) {
            try (var in = PreparedFilesTest.class.getResourceAsStream("/META-INF/yang/" + name + ".yang")) {
                var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                parser.addSource(new StringYangTextSource(SourceIdentifier.ofYangFileName(name + ".yang"), text));
            }
        }
        return parser.buildEffectiveModel();
    }

    @Test
    void endpointsNameEveryNodeAndFilesThatExist() throws IOException {
        var endpoints = JSON.readTree(state.endpoints().toFile());
        assertEquals(9, endpoints.path("nodes").size());
        assertEquals(9, Endpoints.read(state.endpoints()).nodes().size());
        for (var node : endpoints.path("nodes")) {
            assertTrue(Files.exists(Path.of(node.path("saes").get(0).path("key").textValue())));
            assertTrue(Files.exists(Path.of(node.path("agent").path("key").textValue())));
        }
    }

    @Test
    void portsFollowTheOrderOfTheTopologyFile() {
        var ports = new PortPlan(20_000, madqci);
        assertEquals(20_160, ports.agent("QUEVEDO"));
        assertEquals(
                20_174,
                ports.module(new org.qkdn.emulator.topology.ModuleRef("QUEVEDO", 5))
                        .keys());
        assertEquals(20_600, ports.opticalSwitch("QUIRON"));
        var error = assertThrows(IllegalArgumentException.class, () -> new PortPlan(65_000, madqci));
        assertEquals("port base 65000 is wrong: choose one from 1024 to 64586", error.getMessage());
    }
}
