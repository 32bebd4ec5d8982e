package org.qkdn.emulator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.emulator.Eventually;
import org.qkdn.emulator.FreePorts;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.topology.Loss;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.Reply;
import org.qkdn.netconf.client.Rpc;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.Store;
import org.qkdn.netconf.client.Timing;
import org.qkdn.node.tls.TlsIdentity;
import org.w3c.dom.Element;

/** All of MadQCI in this JVM, told what to do by NETCONF as a controller would. */
class EmulatedNetworkTest {
    private static final String NODE = "urn:etsi:qkd:yang:etsi-qkd-node";
    private static final String TYPES = "urn:etsi:qkd:yang:etsi-qkd-node-types";
    private static final ModuleRef TRANSMITTER = new ModuleRef("QUEVEDO", 5);
    private static final ModuleRef RECEIVER = new ModuleRef("QUIJANO", 1);

    @TempDir
    private static Path folder;

    private static Topology madqci;
    private static StateDirectory state;
    private static PortPlan ports;
    private static EmulatedNetwork network;
    private static NetconfClients clients;

    @BeforeAll
    static void startMadqci() throws IOException, TopologyException {
        madqci = TopologyFile.find("madqci");
        state = StateDirectory.open(folder.resolve("state"));
        ports = new PortPlan(FreePorts.row(PortPlan.SIZE), madqci);
        network = EmulatedNetwork.start(madqci, state, ports.base(), BigDecimal.TEN, line -> {});
        clients = new NetconfClients(Timing.DEFAULT, 1);
    }

    @AfterAll
    static void stop() {
        clients.close();
        network.close();
    }

    @Test
    void aLinkWrittenToBothAgentsMakesKeyUntilItsSpanIsCut() throws Exception {
        writeLink(TRANSMITTER, RECEIVER, "TRANSMITTER");
        writeLink(RECEIVER, TRANSMITTER, "RECEIVER");
        awaitStatus("makes 372000 bit/s");
        network.cutSpan("QUEVEDO-QUIJANO");
        awaitStatus("no light: span QUEVEDO-QUIJANO is cut");
        network.mendSpan("QUEVEDO-QUIJANO");
        awaitStatus("makes 372000 bit/s");
    }

    @Test
    void attenuationBeyondTheBudgetTakesTheKeyAway() throws Exception {
        writeLink(TRANSMITTER, RECEIVER, "TRANSMITTER");
        writeLink(RECEIVER, TRANSMITTER, "RECEIVER");
        awaitStatus("makes 372000 bit/s");
        network.attenuateSpan("QUEVEDO-QUIJANO", new Loss(8000));
        awaitStatus("too much loss: the optical path loses 25.7 dB, the modules bear 25 dB");
        network.mendSpan("QUEVEDO-QUIJANO");
        awaitStatus("makes 372000 bit/s");
    }

    @Test
    void aKilledNodeIsGoneAndComesBackAsItWas() throws Exception {
        assertTrue(listens(ports.agent("CONCEPCION")));
        network.killNode("CONCEPCION");
        assertTrue(!listens(ports.agent("CONCEPCION")));
        assertTrue(!listens(ports.keyDelivery("CONCEPCION")));
        assertTrue(!listens(ports.module(new ModuleRef("CONCEPCION", 1)).keys()));
        network.mendNode("CONCEPCION");
        assertTrue(listens(ports.agent("CONCEPCION")));
        assertTrue(listens(ports.keyDelivery("CONCEPCION")));
    }

    @Test
    void everyAgentServesRestconfToTheOperator() throws Exception {
        var operator = TlsIdentity.load(Identities.open(state.pki(), madqci).tls(Identities.OPERATOR));
        for (var site : madqci.sites()) {
            try (var client = HttpClient.newBuilder()
                    .sslContext(operator.jdkClient("agent-" + site.name()))
                    .build()) {
                var answer = client.send(
                        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + ports.agentRestconf(site.name())
                                        + "/restconf/data/etsi-qkd-sdn-node:qkd_node/qkdn_id"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertEquals("{\"etsi-qkd-sdn-node:qkdn_id\":\"" + site.id() + "\"}", answer.body());
            }
        }
    }

    @Test
    void aPortInUseIsNamedAndNothingIsLeftRunning() throws Exception {
        var other = StateDirectory.open(folder.resolve("other"));
        var error = assertThrows(
                IOException.class,
                () -> EmulatedNetwork.start(madqci, other, ports.base(), BigDecimal.ONE, line -> {}));
        assertTrue(error.getMessage().contains(Integer.toString(ports.opticalSwitch("QUIRON"))), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    private static void awaitStatus(String text) throws Exception {
        for (var module : List.of(TRANSMITTER, RECEIVER)) {
            Eventually.is(
                    () -> network.status().stream()
                            .anyMatch(line -> line.contains(module + " ") && line.endsWith(text)),
                    () -> String.join("\n", network.status()));
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static void writeLink(ModuleRef local, ModuleRef remote, String role) throws IOException {
        var root = Dom.root(NODE, "qkd_node");
        Dom.leaf(root, "qkdn_id", id(local));
        var link = Dom.add(Dom.add(root, "qkd_links"), "qkd_link");
        Dom.leaf(link, "qkdl_id", "7d2f8f5e-6ab1-4a0c-9f1c-3f3b6c7f0001");
        Dom.leaf(link, "qkdl_enable", "true");
        end(link, "qkdl_local", local);
        end(link, "qkdl_remote", remote);
        identity(link, "qkdl_type", "PHYS");
        Dom.leaf(link, "phys_channel_att", "17.7");
        Dom.leaf(link, "phys_wavelength", "1310");
        identity(link, "phys_qkd_role", role);
        var pki = Identities.open(state.pki(), madqci);
        try (var session = clients.connect(target(pki, local.site()), SessionListener.NONE)) {
            assertInstanceOf(Reply.Answer.class, session.call(Rpc.editConfig(Store.RUNNING, false, root)));
        }
    }

    private static void end(Element link, String name, ModuleRef module) {
        var end = Dom.add(link, name);
        Dom.leaf(end, "qkdn_id", id(module));
        Dom.leaf(end, "qkdi_id", Integer.toString(module.interfaceId()));
    }

    private static void identity(Element link, String leaf, String name) {
        var element = Dom.leaf(link, leaf, "t:" + name);
        element.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:t", TYPES);
    }

    private static NetconfTarget target(Pki pki, String site) throws IOException {
        return new NetconfTarget.Ssh(
                "127.0.0.1",
                ports.agent(site),
                "controller",
                pki.sshKey("controller"),
                pki.fingerprint(Identities.agentHost(site)));
    }

    private static String id(ModuleRef module) {
        return madqci.site(module.site()).orElseThrow().id().toString();
    }
}
