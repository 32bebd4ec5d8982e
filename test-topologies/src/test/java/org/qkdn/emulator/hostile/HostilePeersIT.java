package org.qkdn.emulator.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.emulator.FreePorts;
import org.qkdn.emulator.check.Eventually;
import org.qkdn.emulator.network.PortPlan;
import org.qkdn.emulator.network.StateDirectory;
import org.qkdn.emulator.soak.Association;
import org.qkdn.emulator.soak.NodeChain;
import org.qkdn.emulator.soak.StoreSizes;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.MessageCodec;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.AllotPad;
import org.qkdn.node.v1.ForwardingControlGrpc;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.KeyRelayGrpc;
import org.qkdn.node.v1.KeySharingGrpc;
import org.qkdn.node.v1.KeyStoreConfiguration;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.qkdn.node.v1.RelayBlock;
import org.qkdn.node.v1.RelayedBlock;
import org.qkdn.node.v1.WithdrawnKeys;

/**
 * Two nodes, ALPHA and BRAVO, as processes of their own, and everybody who may not what he tries: each is refused, and after
 * each the two SAEs still get their keys. The node ECHO does not run: its genuine certificates are in hostile hands.
 */
class HostilePeersIT {
    private static final Association.End ALPHA = new Association.End("ALPHA", "sae-alpha");
    private static final Association.End BRAVO = new Association.End("BRAVO", "sae-bravo");
    private static final UUID ALPHA_ID = UUID.fromString("5a000000-0000-4000-8000-000000000001");
    private static final UUID ECHO_ID = UUID.fromString("5a000000-0000-4000-8000-000000000000");
    private static final String LKMS_ALPHA = "ALPHA/lkms";
    private static final String FM_ALPHA = "ALPHA/forwarding";
    private static final String FM_BRAVO = "BRAVO/forwarding";
    private static final String STATUS = "GET /api/v1/keys/sae-bravo/status HTTP/1.1\r\nHost: kme\r\n\r\n";
    private static final String HTTP2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

    @TempDir
    private static Path folder;

    private static NodeChain chain;
    private final List<ManagedChannel> channels = new ArrayList<>();

    @BeforeAll
    static void startTwoNodes() throws Exception {
        chain = NodeChain.start(
                Path.of("..").toAbsolutePath().normalize(),
                StateDirectory.open(folder.resolve("state")),
                FreePorts.row(PortPlan.SIZE),
                StoreSizes.SMALL,
                List.of(new Association(ALPHA, BRAVO)),
                2);
        requireDelivery();
    }

    @AfterAll
    static void stopThem() {
        chain.close();
    }

    @AfterEach
    void nothingIsLostAndKeysStillFlow() throws Exception {
        channels.forEach(ManagedChannel::shutdownNow);
        assertEquals(Optional.empty(), chain.casualty());
        requireDelivery();
    }

    /** The same keys at both ends, all that the master is told to be there. */
    private static void requireDelivery() throws IOException, InterruptedException {
        Eventually.holds(() -> {
            var answer = chain.sae(ALPHA).encKeysOnce(BRAVO.sae(), 4, 256);
            if (!answer.isSuccess()) {
                return Optional.of(
                        "answered " + answer.status() + " " + answer.body().path("message"));
            }
            var ids = new ArrayList<String>();
            answer.body().path("keys").forEach(key -> ids.add(key.path("key_ID").textValue()));
            var same = chain.sae(BRAVO).decKeys(ALPHA.sae(), ids);
            assertEquals(200, same.status());
            // not assertEquals: it would print the keys
            assertTrue(
                    answer.body().path("keys").equals(same.body().path("keys")),
                    "the ends have different keys, or say different things of them");
            return Optional.empty();
        });
    }

    @Test
    void certificatesOfOthersGetNoKeysAndLearnNothing() throws Exception {
        for (var name : List.of("sae-charlie", "sae-bravo", "lkms-BRAVO", "agent-ALPHA", "fm-ALPHA", "operator")) {
            for (var path : List.of("sae-bravo/status", "sae-bravo/enc_keys", "sae-bravo/dec_keys", "no/such")) {
                var answer = call(name, path);
                assertEquals(401, answer.statusCode(), name + " asks for " + path);
                assertEquals("", answer.body(), name + " asks for " + path);
            }
        }
    }

    @Test
    void strangersAreRefusedOnEveryPort() throws Exception {
        var caKey = chain.state().pki().resolve("ca.key");
        assertTrue(Stranger.good(ALPHA.sae(), caKey).ask(etsi014(), STATUS).startsWith("HTTP/1.1 200"));
        for (var name : List.of(ALPHA.sae(), "agent-ALPHA", "fm-ALPHA", "fm-ECHO", "lkms-BRAVO")) {
            for (var stranger : List.of(
                    Stranger.withoutCertificate(),
                    Stranger.ofAnotherAuthority(name),
                    Stranger.expired(name, caKey),
                    Stranger.overTls12(name, caKey))) {
                assertEquals("", stranger.ask(etsi014(), STATUS), stranger + " at the key delivery API");
                assertEquals("", stranger.ask(lkmsPort(), HTTP2), stranger + " at the LKMS's gRPC port");
                assertEquals(
                        "", stranger.ask(forwardingPort(), HTTP2), stranger + " at the forwarding module's gRPC port");
                assertEquals("", stranger.ask(relayPort(), "\0\0\0\1\10"), stranger + " at the relay port");
                assertEquals("", stranger.ask(peeringPort(), HTTP2), stranger + " at the peering port");
            }
        }
    }

    @Test
    void whoMayCallOneServiceMayNotCallAnother() throws Exception {
        var everybody =
                List.of("agent-ALPHA", "fm-ALPHA", "lkms-ALPHA", "agent-BRAVO", "lkms-BRAVO", ALPHA.sae(), "operator");
        refusedAllBut(
                "agent-ALPHA", everybody, lkmsPort(), "lkms-ALPHA", channel -> KeyStoreControlGrpc.newBlockingStub(
                                channel)
                        .configure(KeyStoreConfiguration.getDefaultInstance()));
        refusedAllBut("fm-ALPHA", everybody, lkmsPort(), "lkms-ALPHA", channel -> LinkKeysGrpc.newBlockingStub(channel)
                .allot(AllotPad.newBuilder().setLengthBytes(32).build()));
        refusedAllBut("fm-ALPHA", everybody, lkmsPort(), "lkms-ALPHA", channel -> LinkKeysGrpc.newBlockingStub(channel)
                .store(RelayedBlock.getDefaultInstance()));
        refusedAllBut(
                "agent-ALPHA",
                everybody,
                forwardingPort(),
                "fm-ALPHA",
                channel ->
                        ForwardingControlGrpc.newBlockingStub(channel).configure(ForwardingTable.getDefaultInstance()));
        refusedAllBut(
                "lkms-ALPHA", everybody, forwardingPort(), "fm-ALPHA", channel -> KeyRelayGrpc.newBlockingStub(channel)
                        .relay(RelayBlock.getDefaultInstance()));
        refusedAllBut(
                "lkms-BRAVO", everybody, peeringPort(), "lkms-ALPHA", channel -> KeySharingGrpc.newBlockingStub(channel)
                        .withdraw(WithdrawnKeys.getDefaultInstance()));
    }

    @Test
    void aPeerSpeaksOnlyForSaesOfItsOwnNode() throws Exception {
        var withdrawal = WithdrawnKeys.newBuilder()
                .setMasterSaeId(BRAVO.sae())
                .setSlaveSaeId(ALPHA.sae())
                .addKeyIds(UUID.randomUUID().toString())
                .build();
        var stub = KeySharingGrpc.newBlockingStub(channel("lkms-ECHO", peeringPort(), "lkms-ALPHA"));
        assertEquals(Status.Code.PERMISSION_DENIED, refusal(() -> stub.withdraw(withdrawal)));
    }

    @Test
    void oversizedMessagesAreRefused() throws Exception {
        var huge = ByteString.copyFrom(new byte[5 << 20]);
        var relay = KeyRelayGrpc.newBlockingStub(channel("lkms-ALPHA", forwardingPort(), "fm-ALPHA"));
        assertEquals(
                Status.Code.RESOURCE_EXHAUSTED,
                refusal(() -> relay.relay(RelayBlock.newBuilder().setKey(huge).build())));
        var store = LinkKeysGrpc.newBlockingStub(channel("fm-ALPHA", lkmsPort(), "lkms-ALPHA"));
        assertEquals(
                Status.Code.RESOURCE_EXHAUSTED,
                refusal(() -> store.store(RelayedBlock.newBuilder().setKey(huge).build())));
        var answer = client(ALPHA.sae(), "lkms-ALPHA")
                .send(
                        HttpRequest.newBuilder(uri("sae-bravo/enc_keys"))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1 << 20]))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertEquals(413, answer.statusCode());
    }

    @Test
    void aNeighbourThatBreaksTheRelayProtocolIsCutOff() throws Exception {
        var hello = MessageCodec.encode(new Message.Hello(1, MessageCodec.VERSION, ECHO_ID));
        cutOff("fm-ECHO", MessageCodec.encode(new Message.Hello(1, MessageCodec.VERSION, ALPHA_ID)));
        cutOff("fm-ECHO", "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII));
        cutOff("fm-ECHO", hello, hello);
        cutOff("fm-ECHO", hello, new byte[] {2, 1, 2, 3});
        cutOff("fm-ECHO", hello, new byte[] {99});
        cutOff("fm-CHARLIE", hello);
        cutOff("agent-ECHO", hello);
        cutOff(ALPHA.sae(), hello);
        try (var socket = relay("fm-ECHO")) {
            new DataOutputStream(socket.getOutputStream()).writeInt(Integer.MAX_VALUE);
            assertTrue(ends(socket), "a frame longer than any message");
        }
    }

    @Test
    void whoSaysNothingKeepsNobodyFromBeingServed() throws Exception {
        var silent = new ArrayList<Socket>();
        try {
            for (int port : List.of(etsi014(), lkmsPort(), forwardingPort(), relayPort(), peeringPort())) {
                for (int i = 0; i < 60; i++) {
                    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    socket.getOutputStream().write(22);
                    silent.add(socket);
                }
            }
            var sae = TlsIdentity.load(chain.tls(ALPHA.sae())).jdkClient("lkms-ALPHA");
            for (int i = 0; i < 60; i++) {
                var socket = sae.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), etsi014());
                socket.getOutputStream().write(STATUS.substring(0, 30).getBytes(StandardCharsets.US_ASCII));
                silent.add(socket);
            }
            requireDelivery();
            for (int port : List.of(etsi014(), relayPort(), lkmsPort(), forwardingPort(), peeringPort())) {
                var first = silent.stream()
                        .filter(socket -> socket.getPort() == port)
                        .findFirst()
                        .orElseThrow();
                first.setSoTimeout(60_000);
                assertTrue(ends(first), "a TLS handshake that is not carried on ends, at port " + port);
            }
        } finally {
            for (var socket : silent) {
                socket.close();
            }
        }
    }

    /** What comes under a link's keys (replay, reflection, bit flip) is in the forwarding module's ForeignNeighbourTest. */
    @Test
    void refusalsAreAuditedWhereTheyHappen() throws Exception {
        audited(LKMS_ALPHA, "stranger-refused", "CN=sae-charlie", () -> call("sae-charlie", "sae-bravo/enc_keys"));
        audited(LKMS_ALPHA, "request-refused", "the body is too large", () -> {
            try (var client = client(ALPHA.sae(), "lkms-ALPHA")) {
                client.send(
                        HttpRequest.newBuilder(uri("sae-bravo/enc_keys"))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1 << 20]))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }
        });
        audited(LKMS_ALPHA, "call-refused", "fm-BRAVO", () -> {
            var stub = LinkKeysGrpc.newBlockingStub(channel("fm-BRAVO", lkmsPort(), "lkms-ALPHA"));
            refusal(() -> stub.store(RelayedBlock.getDefaultInstance()));
        });
        audited(FM_ALPHA, "call-refused", "lkms-BRAVO", () -> {
            var stub = KeyRelayGrpc.newBlockingStub(channel("lkms-BRAVO", forwardingPort(), "fm-ALPHA"));
            refusal(() -> stub.relay(RelayBlock.getDefaultInstance()));
        });
        audited(FM_BRAVO, "connection-refused", "no neighbour of that name", () -> cutOff("fm-CHARLIE"));
        audited(FM_BRAVO, "connection-refused", "it says to be node " + ALPHA_ID, () -> {
            cutOff("fm-ECHO", MessageCodec.encode(new Message.Hello(1, MessageCodec.VERSION, ALPHA_ID)));
        });
        var hello = MessageCodec.encode(new Message.Hello(1, MessageCodec.VERSION, ECHO_ID));
        audited(FM_BRAVO, "connection-refused", "a message too short", () -> {
            cutOff("fm-ECHO", hello, new byte[] {2, 2, 0, 1});
        });
        audited(FM_BRAVO, "connection-refused", "a frame of 2147483647 bytes", () -> {
            try (var socket = relay("fm-ECHO")) {
                new DataOutputStream(socket.getOutputStream()).writeInt(Integer.MAX_VALUE);
                assertTrue(ends(socket));
            }
        });
        audited(LKMS_ALPHA, "request-refused", "the request does not arrive in time", () -> {
            var sae = TlsIdentity.load(chain.tls(ALPHA.sae())).jdkClient("lkms-ALPHA");
            try (var slow = sae.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), etsi014())) {
                slow.setSoTimeout(60_000);
                slow.getOutputStream().write(STATUS.substring(0, 30).getBytes(StandardCharsets.US_ASCII));
                assertTrue(ends(slow));
            }
        });
    }

    private interface Attack {
        void run() throws Exception;
    }

    /** Attacks until it is written down: a log that is flooded at that moment counts only. */
    private static void audited(String log, String event, String fact, Attack attack) throws Exception {
        var file = chain.state()
                .root()
                .resolve("nodes")
                .resolve(log)
                .resolve("audit")
                .resolve("audit.log");
        Eventually.holds(() -> {
            try {
                attack.run();
            } catch (IOException e) {
                // cut off before all was sent
            } catch (Exception e) {
                throw new IOException(e);
            }
            return Files.readAllLines(file).stream()
                            .anyMatch(line -> line.contains("\"" + event + "\"") && line.contains(fact))
                    ? Optional.empty()
                    : Optional.of("an entry " + event + " with " + fact + " in " + file);
        });
    }

    private void refusedAllBut(
            String allowed, List<String> callers, int port, String server, Consumer<ManagedChannel> call)
            throws IOException {
        for (var caller : callers) {
            if (!caller.equals(allowed)) {
                var channel = channel(caller, port, server);
                assertEquals(
                        Status.Code.PERMISSION_DENIED, refusal(() -> call.accept(channel)), caller + " at " + server);
            }
        }
    }

    private static Status.Code refusal(Runnable call) {
        return assertThrows(StatusRuntimeException.class, call::run).getStatus().getCode();
    }

    private ManagedChannel channel(String caller, int port, String server) throws IOException {
        var channel = TlsIdentity.load(chain.tls(caller)).grpcChannel("127.0.0.1", port, server);
        channels.add(channel);
        return channel;
    }

    private void cutOff(String identity, byte[]... frames) throws IOException {
        try (var socket = relay(identity)) {
            var out = new DataOutputStream(socket.getOutputStream());
            for (var frame : frames) {
                out.writeInt(frame.length);
                out.write(frame);
                out.flush();
            }
            assertTrue(ends(socket), identity);
        } catch (javax.net.ssl.SSLException | java.net.SocketException e) {
            assertNotEquals("", e.toString());
        }
    }

    private SSLSocket relay(String identity) throws IOException {
        var socket = (SSLSocket) TlsIdentity.load(chain.tls(identity))
                .jdkClient("fm-BRAVO")
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), relayPort());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(12));
        return socket;
    }

    /** Reads what may still come until the other end has closed. */
    private static boolean ends(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // a HELLO, an alert
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static HttpResponse<String> call(String caller, String path) throws Exception {
        try (var client = client(caller, "lkms-ALPHA")) {
            return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpClient client(String caller, String server) throws IOException {
        return HttpClient.newBuilder()
                .sslContext(TlsIdentity.load(chain.tls(caller)).jdkClient(server))
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static URI uri(String path) {
        return URI.create("https://127.0.0.1:" + etsi014() + "/api/v1/keys/" + path);
    }

    private static int etsi014() {
        return chain.ports().keyDelivery("ALPHA");
    }

    private static int lkmsPort() {
        return chain.ports().lkms("ALPHA");
    }

    private static int forwardingPort() {
        return chain.ports().forwarding("ALPHA");
    }

    private static int peeringPort() {
        return chain.ports().peering("ALPHA");
    }

    /** Of BRAVO, where others dial. */
    private static int relayPort() {
        return chain.ports().relay("BRAVO");
    }
}
