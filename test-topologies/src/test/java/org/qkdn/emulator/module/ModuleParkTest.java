package org.qkdn.emulator.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.emulator.Eventually;
import org.qkdn.emulator.FreePorts;
import org.qkdn.emulator.pki.Pki;
import org.qkdn.emulator.plant.CrossConnect;
import org.qkdn.emulator.plant.PlantState;
import org.qkdn.emulator.topology.ModuleRef;
import org.qkdn.emulator.topology.Topology;
import org.qkdn.emulator.topology.TopologyException;
import org.qkdn.emulator.topology.TopologyFile;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.DescribeModule;
import org.qkdn.node.v1.ModuleState;
import org.qkdn.node.v1.QkdModuleGrpc;
import org.qkdn.node.v1.QuantumChannel;
import org.qkdn.node.v1.WatchModule;

/** Modules over their real interfaces: gRPC from the agent, ETSI GS QKD 014 from the LKMS. */
class ModuleParkTest {
    private static final String LINK = "7d2f8f5e-6ab1-4a0c-9f1c-3f3b6c7f0001";
    private static final ModuleRef TOSHIBA_TX = new ModuleRef("QUEVEDO", 5);
    private static final ModuleRef TOSHIBA_RX = new ModuleRef("QUIJANO", 1);
    private static final ModuleRef HWDU_TX = new ModuleRef("QUEVEDO", 1);
    private static final ModuleRef HWDU_RX = new ModuleRef("NORTE", 2);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path state;

    private final AtomicReference<PlantState> plant = new AtomicReference<>(new PlantState(Map.of(), Set.of()));
    private final Map<ModuleRef, ModulePorts> ports = new HashMap<>();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private Topology topology;
    private Pki pki;
    private ModulePark park;

    @BeforeEach
    void startThreeSites() throws IOException, TopologyException {
        topology = TopologyFile.find("madqci");
        var names = new ArrayList<String>();
        topology.modules().forEach(m -> names.add(m.ref().commonName()));
        for (var site : List.of("QUEVEDO", "QUIJANO", "NORTE")) {
            names.add("agent-" + site);
            names.add("lkms-" + site);
        }
        pki = Pki.open(state, names, List.of(), Clock.systemUTC());
        park = new ModulePark(
                topology,
                plant::get,
                BigDecimal.TEN,
                ref -> ports.computeIfAbsent(ref, r -> new ModulePorts(FreePorts.one(), FreePorts.one())),
                ref -> pki.tls(ref.commonName()));
        park.start("QUEVEDO");
        park.start("QUIJANO");
        park.start("NORTE");
    }

    @AfterEach
    void stop() {
        channels.forEach(ManagedChannel::shutdownNow);
        park.close();
    }

    @Test
    void bothEndsOfAPairDeliverTheSameKeysOnce() throws Exception {
        configure(TOSHIBA_TX, TOSHIBA_RX, "TRANSMITTER", "1310", true);
        configure(TOSHIBA_RX, TOSHIBA_TX, "RECEIVER", "1310", true);
        awaitKey(TOSHIBA_TX, "QUIJANO", 8);

        var keys = call("lkms-QUEVEDO", TOSHIBA_TX, "lkms-QUIJANO/enc_keys?number=3&size=512", null);
        assertEquals(200, keys.statusCode());
        var ids = JSON.createObjectNode();
        for (var key : json(keys).path("keys")) {
            ids.withArray("key_IDs")
                    .addObject()
                    .put("key_ID", key.path("key_ID").textValue());
        }
        var same = call("lkms-QUIJANO", TOSHIBA_RX, "lkms-QUEVEDO/dec_keys", ids.toString());
        assertEquals(json(keys), json(same));
        assertEquals(3, json(keys).path("keys").size());
        assertEquals(64, bytes(json(keys).path("keys").get(0)).length);
        var again = call("lkms-QUIJANO", TOSHIBA_RX, "lkms-QUEVEDO/dec_keys", ids.toString());
        assertEquals(400, again.statusCode());
        assertEquals("{\"message\":\"one or more keys specified are not found on KME\"}", again.body());

        // and the other way round, from the receiver's own share
        awaitKey(TOSHIBA_RX, "QUEVEDO", 1);
        var own = json(call("lkms-QUIJANO", TOSHIBA_RX, "lkms-QUEVEDO/enc_keys", "{}"))
                .path("keys")
                .get(0);
        var id = own.path("key_ID").textValue();
        var peer = json(call("lkms-QUEVEDO", TOSHIBA_TX, "lkms-QUIJANO/dec_keys?key_ID=" + id, null));
        assertArrayEquals(bytes(own), bytes(peer.path("keys").get(0)));
    }

    @Test
    void aCutSpanStopsKeyAndMendingStartsItAgain() throws Exception {
        configure(TOSHIBA_TX, TOSHIBA_RX, "TRANSMITTER", "1310", true);
        configure(TOSHIBA_RX, TOSHIBA_TX, "RECEIVER", "1310", true);
        Eventually.is(
                () -> now(TOSHIBA_RX).getGenerating(), () -> now(TOSHIBA_RX).toString());
        assertEquals(372_000, now(TOSHIBA_RX).getSkrBps());
        assertEquals(30_000, now(TOSHIBA_TX).getQberPpm());

        plant.set(new PlantState(Map.of(), Set.of("QUEVEDO-QUIJANO")));
        park.plantChanged();
        for (var end : List.of(TOSHIBA_TX, TOSHIBA_RX)) {
            Eventually.is(() -> !now(end).getGenerating(), () -> now(end).toString());
            assertEquals("no light: span QUEVEDO-QUIJANO is cut", now(end).getReason());
        }
        var before = stored(TOSHIBA_TX, "QUIJANO");

        plant.set(new PlantState(Map.of(), Set.of()));
        park.plantChanged();
        Eventually.is(
                () -> now(TOSHIBA_TX).getGenerating(), () -> now(TOSHIBA_TX).toString());
        awaitKey(TOSHIBA_TX, "QUIJANO", before + 1);
    }

    @Test
    void aSwitchedPairMakesKeyOnlyOverAConnectedPath() throws Exception {
        configure(HWDU_TX, HWDU_RX, "TRANSMITTER", "38", true);
        configure(HWDU_RX, HWDU_TX, "RECEIVER", "38", true);
        Eventually.is(
                () -> now(HWDU_RX).getReason().equals("no light: switch-QUEVEDO connects port 1 to nothing"),
                () -> now(HWDU_RX).toString());

        connect(Map.of("QUEVEDO", port("QUEVEDO", 37), "NORTE", port("NORTE", 37)));
        Eventually.is(
                () -> now(HWDU_RX)
                        .getReason()
                        .equals("no light: the filter of span QUEVEDO-NORTE at QUEVEDO passes C-37, not C-38"),
                () -> now(HWDU_RX).toString());

        connect(Map.of("QUEVEDO", port("QUEVEDO", 38), "NORTE", port("NORTE", 38)));
        Eventually.is(() -> now(HWDU_RX).getGenerating(), () -> now(HWDU_RX).toString());
        assertEquals(120_000, now(HWDU_TX).getSkrBps());
    }

    @Test
    void waitsForAPeerThatIsOffOrNotConfigured() throws Exception {
        configure(TOSHIBA_TX, TOSHIBA_RX, "TRANSMITTER", "1310", true);
        Eventually.is(
                () -> now(TOSHIBA_TX)
                        .getReason()
                        .equals("waiting for peer QUIJANO/1: it is not configured for this link"),
                () -> now(TOSHIBA_TX).toString());
        park.stop("QUIJANO");
        Eventually.is(
                () -> now(TOSHIBA_TX).getReason().equals("waiting for peer QUIJANO/1: it does not answer"),
                () -> now(TOSHIBA_TX).toString());
        assertEquals(
                503,
                call("lkms-QUEVEDO", TOSHIBA_TX, "lkms-QUIJANO/enc_keys", "{}").statusCode());
    }

    @Test
    void aBrokenModuleReportsFailure() throws Exception {
        park.fail(TOSHIBA_TX, true);
        Eventually.is(() -> now(TOSHIBA_TX).getStatus() == ModuleState.Status.FAILED, () -> now(TOSHIBA_TX)
                .toString());
        park.fail(TOSHIBA_TX, false);
        Eventually.is(() -> now(TOSHIBA_TX).getStatus() == ModuleState.Status.ENABLED, () -> now(TOSHIBA_TX)
                .toString());
    }

    @Test
    void strangersAreTurnedAway() throws Exception {
        var foreign = call("lkms-NORTE", TOSHIBA_TX, "lkms-QUIJANO/status", null);
        assertEquals(401, foreign.statusCode());
        assertEquals("", foreign.body());
        var error = assertThrows(StatusRuntimeException.class, () -> stub("agent-NORTE", TOSHIBA_TX)
                .describe(DescribeModule.getDefaultInstance()));
        assertEquals(Status.Code.PERMISSION_DENIED, error.getStatus().getCode());
    }

    @Test
    void malformedRequestsGetTheProtocolsOwnErrors() throws Exception {
        configure(TOSHIBA_TX, TOSHIBA_RX, "TRANSMITTER", "1310", true);
        configure(TOSHIBA_RX, TOSHIBA_TX, "RECEIVER", "1310", true);
        awaitKey(TOSHIBA_TX, "QUIJANO", 4);
        var status = json(call("lkms-QUEVEDO", TOSHIBA_TX, "lkms-QUIJANO/status", null));
        assertEquals("module-QUEVEDO-5", status.path("source_KME_ID").textValue());
        assertEquals("module-QUIJANO-1", status.path("target_KME_ID").textValue());
        assertEquals(256, status.path("key_size").intValue());
        refused("lkms-QUIJANO/enc_keys?size=257", null, "size shall be a multiple of 8");
        refused("lkms-QUIJANO/enc_keys?number=129", null, "number shall be from 1 to 128");
        refused("lkms-QUIJANO/enc_keys", "{\"number\":\"2\"}", "number shall be an integer");
        refused("lkms-QUIJANO/enc_keys", "[", "the body is not JSON");
        refused(
                "lkms-QUIJANO/enc_keys",
                "{\"extension_mandatory\":[{\"x_y\":1}]}",
                "not all extension_mandatory parameters are supported");
        refused("lkms-NORTE/enc_keys", "{}", "unknown SAE ID");
        refused("lkms-QUIJANO/dec_keys", "{\"key_IDs\":[{\"key_ID\":\"7\"}]}", "a key_ID is not a UUID");
        assertEquals(
                404, call("lkms-QUEVEDO", TOSHIBA_TX, "lkms-QUIJANO/keys", null).statusCode());
        assertEquals(
                405,
                call("lkms-QUEVEDO", TOSHIBA_TX, "lkms-QUIJANO/status", "{}").statusCode());
    }

    private void refused(String path, String body, String message) throws Exception {
        var answer = call("lkms-QUEVEDO", TOSHIBA_TX, path, body);
        assertEquals(400, answer.statusCode(), path);
        assertEquals(message, json(answer).path("message").textValue());
    }

    private int port(String site, int channel) {
        return topology.switchAt(site).orElseThrow().patches().entrySet().stream()
                .filter(e -> e.getValue().span().equals("QUEVEDO-NORTE")
                        && e.getValue().wavelength().number() == channel)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private void connect(Map<String, Integer> spanPorts) {
        plant.set(new PlantState(
                Map.of(
                        "switch-QUEVEDO", Set.of(new CrossConnect(1, spanPorts.get("QUEVEDO"))),
                        "switch-NORTE", Set.of(new CrossConnect(spanPorts.get("NORTE"), 2))),
                Set.of()));
        park.plantChanged();
    }

    private void configure(ModuleRef self, ModuleRef peer, String role, String wavelength, boolean enabled)
            throws IOException {
        var answer = stub("agent-" + self.site(), self)
                .configure(QuantumChannel.newBuilder()
                        .setLinkId(LINK)
                        .setEnabled(enabled)
                        .setLocalNodeId(id(self))
                        .setLocalInterfaceId(self.interfaceId())
                        .setPeerNodeId(id(peer))
                        .setPeerInterfaceId(peer.interfaceId())
                        .setWavelength(wavelength)
                        .setRole(role)
                        .build());
        assertTrue(answer.isInitialized());
    }

    private String id(ModuleRef module) {
        return topology.site(module.site()).orElseThrow().id().toString();
    }

    private ModuleState now(ModuleRef module) throws IOException {
        return stub("agent-" + module.site(), module)
                .watch(WatchModule.getDefaultInstance())
                .next();
    }

    private QkdModuleGrpc.QkdModuleBlockingStub stub(String caller, ModuleRef module) throws IOException {
        var channel = TlsIdentity.load(pki.tls(caller))
                .grpcChannel("127.0.0.1", ports.get(module).grpc(), module.commonName());
        channels.add(channel);
        return QkdModuleGrpc.newBlockingStub(channel);
    }

    private void awaitKey(ModuleRef module, String peer, int keys) throws Exception {
        Eventually.is(
                () -> {
                    var answer = call("lkms-" + module.site(), module, "lkms-" + peer + "/status", null);
                    return answer.statusCode() == 200
                            && json(answer).path("stored_key_count").intValue() >= keys;
                },
                () -> now(module).toString());
    }

    private int stored(ModuleRef module, String peer) throws Exception {
        return json(call("lkms-" + module.site(), module, "lkms-" + peer + "/status", null))
                .path("stored_key_count")
                .intValue();
    }

    private HttpResponse<String> call(String caller, ModuleRef module, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(
                URI.create("https://127.0.0.1:" + ports.get(module).keys() + "/api/v1/keys/" + path));
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        try (var client = HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(pki.tls(caller)).jdkClient(module.commonName()))
                .build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static byte[] bytes(JsonNode key) {
        return Base64.getDecoder().decode(key.path("key").textValue());
    }
}
