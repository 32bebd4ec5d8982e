package org.qkdn.emulator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.emulator.Eventually;
import org.qkdn.emulator.FreePorts;
import org.qkdn.emulator.module.ModulePark;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.plant.LivePlant;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyFile;
import org.qkdn.forwarding.ForwardingConfiguration;
import org.qkdn.forwarding.ForwardingModule;
import org.qkdn.lkms.Lkms;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.ForwardingControlGrpc;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.Hop;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.KeyStoreReport;
import org.qkdn.node.v1.LinkStore;
import org.qkdn.node.v1.QkdModuleGrpc;
import org.qkdn.node.v1.QuantumChannel;
import org.qkdn.node.v1.RelayLink;
import org.qkdn.node.v1.WatchKeyStores;

/** Modules, LKMS and forwarding modules of three nodes in a row, told what to do as their agents would. */
class KeyPlaneTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINK_8 = "7d2f8f5e-6ab1-4a0c-9f1c-3f3b6c7f0008";
    private static final String LINK_9 = "7d2f8f5e-6ab1-4a0c-9f1c-3f3b6c7f0009";
    private static final String VIRTUAL = "7d2f8f5e-6ab1-4a0c-9f1c-3f3b6c7f0089";
    private static final String APPLICATION = "7d2f8f5e-6ab1-4a0c-9f1c-3f3b6c7fa001";

    @TempDir
    private Path folder;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private Topology madqci;
    private PortPlan ports;
    private Pki pki;
    private StateDirectory state;
    private ModulePark modules;

    @BeforeEach
    void startThreeNodes() throws Exception {
        madqci = TopologyFile.find("madqci");
        ports = new PortPlan(FreePorts.row(PortPlan.SIZE), madqci);
        state = StateDirectory.open(folder.resolve("state"));
        EmulatedNetwork.prepare(madqci, state, ports.base());
        pki = Identities.open(state.pki(), madqci);
        modules = new ModulePark(
                madqci, new LivePlant(), BigDecimal.TEN, ports::module, ref -> pki.tls(ref.commonName()));
        running.push(modules);
        for (var site : List.of("QUEVEDO", "QUIJANO", "QUINTO")) {
            modules.start(site);
            running.push(Lkms.start(org.qkdn.lkms.ConfigurationFile.read(state.lkmsFile(site))));
            running.push(ForwardingModule.start(ForwardingConfiguration.load(state.forwardingFile(site))));
        }
    }

    @AfterEach
    void stop() throws Exception {
        channels.forEach(ManagedChannel::shutdownNow);
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    @Test
    void twoApplicationsGetTheSameKeyOverATrustedNode() throws Exception {
        pair(LINK_8, new ModuleRef("QUEVEDO", 5), new ModuleRef("QUIJANO", 1), "1310");
        pair(LINK_9, new ModuleRef("QUIJANO", 2), new ModuleRef("QUINTO", 1), "1310");
        var ends = List.of("QUEVEDO", "QUINTO");
        forward("QUEVEDO", ends, Hop.getDefaultInstance(), hop("QUIJANO", LINK_8));
        forward("QUIJANO", ends, hop("QUEVEDO", LINK_8), hop("QUINTO", LINK_9));
        forward("QUINTO", ends, hop("QUIJANO", LINK_9), Hop.getDefaultInstance());
        stores("QUEVEDO", List.of(store(LINK_8, "QUIJANO", 5)), "sae-quevedo", "sae-quinto", "QUINTO");
        stores("QUINTO", List.of(store(LINK_9, "QUIJANO", 1)), "sae-quinto", "sae-quevedo", "QUEVEDO");
        keyStores("QUIJANO")
                .configure(KeyStoreConfiguration.newBuilder()
                        .addLinks(store(LINK_8, "QUEVEDO", 1))
                        .addLinks(store(LINK_9, "QUINTO", 2))
                        .build());

        Eventually.is(
                () -> report("QUEVEDO").getApplications(0).getOwnBits() > 0
                        && report("QUINTO").getApplications(0).getPeerBits() > 0,
                () -> report("QUEVEDO") + "\n" + report("QUIJANO") + "\n" + report("QUINTO"));
        var key = json(call("sae-quevedo", "QUEVEDO", "sae-quinto/enc_keys?number=2"));
        assertEquals(2, key.path("keys").size());
        for (var one : key.path("keys")) {
            var same = json(call(
                    "sae-quinto",
                    "QUINTO",
                    "sae-quevedo/dec_keys?key_ID=" + one.path("key_ID").textValue()));
            assertEquals(one, same.path("keys").get(0));
        }
    }

    /** The experimental modules push their keys, and the LKMSs fill the link's stores with them. */
    @Test
    void keysOfModulesThatPushFillTheStoresOfTheirLinkAtBothEnds() throws Exception {
        modules.start("QUIJOTE");
        running.push(Lkms.start(org.qkdn.lkms.ConfigurationFile.read(state.lkmsFile("QUIJOTE"))));
        running.push(ForwardingModule.start(ForwardingConfiguration.load(state.forwardingFile("QUIJOTE"))));
        pair(LINK_8, new ModuleRef("QUIJOTE", 5), new ModuleRef("QUEVEDO", 6), "36");
        var ends = List.of("QUIJOTE", "QUEVEDO");
        forward("QUIJOTE", ends, Hop.getDefaultInstance(), hop("QUEVEDO", LINK_8));
        forward("QUEVEDO", ends, hop("QUIJOTE", LINK_8), Hop.getDefaultInstance());
        keyStores("QUIJOTE")
                .configure(KeyStoreConfiguration.newBuilder()
                        .addLinks(store(LINK_8, "QUEVEDO", 5))
                        .build());
        keyStores("QUEVEDO")
                .configure(KeyStoreConfiguration.newBuilder()
                        .addLinks(store(LINK_8, "QUIJOTE", 6))
                        .build());
        for (var site : List.of("QUIJOTE", "QUEVEDO")) {
            Eventually.is(
                    () -> report(site).getLinksCount() == 1
                            && report(site).getLinks(0).getOwnBits() > 32_768
                            && report(site).getLinks(0).getPeerBits() > 32_768,
                    () -> String.valueOf(report(site)));
        }
    }

    private void pair(String link, ModuleRef transmitter, ModuleRef receiver, String wavelength) throws IOException {
        configure(link, transmitter, receiver, "TRANSMITTER", wavelength);
        configure(link, receiver, transmitter, "RECEIVER", wavelength);
    }

    private void configure(String link, ModuleRef self, ModuleRef peer, String role, String wavelength)
            throws IOException {
        var channel = channel(self.site(), ports.module(self).grpc(), self.commonName());
        var accepted = QkdModuleGrpc.newBlockingStub(channel)
                .configure(QuantumChannel.newBuilder()
                        .setLinkId(link)
                        .setEnabled(true)
                        .setLocalNodeId(id(self.site()))
                        .setLocalInterfaceId(self.interfaceId())
                        .setPeerNodeId(id(peer.site()))
                        .setPeerInterfaceId(peer.interfaceId())
                        .setWavelength(wavelength)
                        .setRole(role)
                        .build());
        assertEquals(0, accepted.getSerializedSize());
    }

    private void forward(String site, List<String> ends, Hop previous, Hop next) throws IOException {
        var route = RelayLink.newBuilder()
                .setLinkId(VIRTUAL)
                .setFirstNodeId(id(ends.getFirst()))
                .setLastNodeId(id(ends.getLast()));
        if (!previous.equals(Hop.getDefaultInstance())) {
            route.setPrevious(previous);
        }
        if (!next.equals(Hop.getDefaultInstance())) {
            route.setNext(next);
        }
        var channel = channel(site, ports.forwarding(site), "fm-" + site);
        var accepted = ForwardingControlGrpc.newBlockingStub(channel)
                .configure(ForwardingTable.newBuilder().addLinks(route).build());
        assertEquals(0, accepted.getSerializedSize());
    }

    private void stores(String site, List<LinkStore> links, String local, String remote, String remoteSite)
            throws IOException {
        var accepted = keyStores(site)
                .configure(KeyStoreConfiguration.newBuilder()
                        .addAllLinks(links)
                        .addApplications(Application.newBuilder()
                                .setAppId(APPLICATION)
                                .setLocalSaeId(local)
                                .setRemoteSaeId(remote)
                                .setRemoteNodeId(id(remoteSite))
                                .addBackingLinkIds(VIRTUAL))
                        .build());
        assertEquals(0, accepted.getSerializedSize());
    }

    private LinkStore store(String link, String remote, int interfaceId) {
        return LinkStore.newBuilder()
                .setLinkId(link)
                .setRemoteNodeId(id(remote))
                .setInterfaceId(interfaceId)
                .setEnabled(true)
                .build();
    }

    private Hop hop(String site, String link) {
        return Hop.newBuilder().setNodeId(id(site)).setPhysLinkId(link).build();
    }

    private KeyStoreReport report(String site) throws IOException {
        return keyStores(site).watch(WatchKeyStores.getDefaultInstance()).next();
    }

    private KeyStoreControlGrpc.KeyStoreControlBlockingStub keyStores(String site) throws IOException {
        return KeyStoreControlGrpc.newBlockingStub(channel(site, ports.lkms(site), "lkms-" + site));
    }

    private ManagedChannel channel(String site, int port, String server) throws IOException {
        var channel = TlsIdentity.load(pki.tls("agent-" + site)).grpcChannel("127.0.0.1", port, server);
        channels.add(channel);
        return channel;
    }

    private HttpResponse<String> call(String sae, String site, String path) throws Exception {
        var uri = URI.create("https://127.0.0.1:" + ports.keyDelivery(site) + "/api/v1/keys/" + path);
        try (var client = HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(pki.tls(sae)).jdkClient("lkms-" + site))
                .build()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertEquals(200, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }

    private String id(String site) {
        return madqci.site(site).orElseThrow().id().toString();
    }
}
