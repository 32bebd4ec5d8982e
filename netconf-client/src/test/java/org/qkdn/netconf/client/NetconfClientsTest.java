package org.qkdn.netconf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.qkdn.netconf.NetconfServer;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.TreeDatastore;
import org.qkdn.netconf.YangModel;
import org.w3c.dom.Element;

@Timeout(120)
class NetconfClientsTest {
    private static final String SWITCH = "http://www.polatis.com/yang/optical-switch";
    private static final QName ERROR = QName.create(SWITCH, "2018-03-22", "system-error");

    private static YangModel model;

    @TempDir
    private Path directory;

    private TestKey hostKey;
    private TestKey userKey;
    private NetconfServer server;
    private NetconfClients clients;

    @BeforeAll
    static void parseModel() {
        model = YangModel.ofClasspath("optical-switch@2018-03-22");
    }

    @BeforeEach
    void start() throws Exception {
        hostKey = TestKey.in(directory, "host.pem");
        userKey = TestKey.in(directory, "user.pem");
        final var user = new NetconfUser("controller", userKey.pair().getPublic(), NetconfUser.Access.READ_WRITE);
        server = NetconfServer.start(
                new NetconfSettings("127.0.0.1", 0, hostKey.file(), List.of(user)),
                model,
                TreeDatastore.builder(model).build(),
                RpcHandler.none());
        clients = new NetconfClients(
                new Timing(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(5)), 1);
    }

    @AfterEach
    void stop() {
        clients.close();
        server.close();
    }

    @Test
    void writesAndReadsBackAndGetsTheServersRefusals() throws IOException {
        try (var session = clients.connect(target(), SessionListener.NONE)) {
            assertEquals(Optional.of("2018-03-22"), session.revision(SWITCH));
            assertInstanceOf(Reply.Answer.class, session.call(Rpc.editConfig(Store.RUNNING, false, pair("1", "9"))));
            final var data = session.demand(Rpc.getConfig(Store.RUNNING, SWITCH, "cross-connects"));
            final var pair = Dom.find(data, "data", "cross-connects", "pair").orElseThrow();
            assertEquals(Optional.of("9"), Dom.text(pair, "egress"));

            final var refused = assertInstanceOf(
                    Reply.Refused.class, session.call(Rpc.editConfig(Store.RUNNING, false, pair("0", "9"))));
            assertTrue(!refused.text().isEmpty());
        }
    }

    @Test
    void refusesAnyHostKeyButThePinnedOneAndSaysBoth() {
        final var other = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        final var target = new NetconfTarget.Ssh("127.0.0.1", server.port(), "controller", userKey.file(), other);

        final var refusal = assertThrows(IOException.class, () -> clients.connect(target, SessionListener.NONE));

        assertTrue(refusal.getMessage().contains("host key refused"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(other), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(hostKey.fingerprint()), refusal.getMessage());
    }

    @Test
    void saysWhichUserAndKeyTheServerRefuses() throws Exception {
        final var stranger = TestKey.in(directory, "stranger.pem");
        final var target =
                new NetconfTarget.Ssh("127.0.0.1", server.port(), "controller", stranger.file(), hostKey.fingerprint());

        final var refusal = assertThrows(IOException.class, () -> clients.connect(target, SessionListener.NONE));

        assertTrue(refusal.getMessage().contains("user controller refused"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("stranger.pem"), refusal.getMessage());
    }

    @Test
    void readsBothKindsOfPemFiles() throws IOException {
        assertTrue(Files.readString(userKey.file()).startsWith("-----BEGIN EC PRIVATE KEY-----"));
        final var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(userKey.pair().getPrivate().getEncoded());
        final var pkcs8 = Files.writeString(
                directory.resolve("pkcs8.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        for (var file : List.of(userKey.file(), pkcs8)) {
            final var target =
                    new NetconfTarget.Ssh("127.0.0.1", server.port(), "controller", file, hostKey.fingerprint());
            try (var session = clients.connect(target, SessionListener.NONE)) {
                assertTrue(session.offers("candidate"));
            }
        }
    }

    @Test
    void namesAKeyFileThatIsMissingOrHoldsNone() throws IOException {
        final var missing =
                new NetconfTarget.Ssh("127.0.0.1", 1, "controller", directory.resolve("none.pem"), "SHA256:x");
        final var first = assertThrows(IOException.class, () -> clients.connect(missing, SessionListener.NONE));
        assertTrue(first.getMessage().contains("none.pem"), first.getMessage());

        final var empty = Files.writeString(directory.resolve("empty.pem"), "");
        final var hollow = new NetconfTarget.Ssh("127.0.0.1", 1, "controller", empty, "SHA256:x");
        final var second = assertThrows(IOException.class, () -> clients.connect(hollow, SessionListener.NONE));
        assertTrue(second.getMessage().contains("empty.pem"), second.getMessage());
    }

    @Test
    void saysWhenNobodyListensOrNobodyAnswers() throws IOException {
        server.close();
        final var refusal = assertThrows(IOException.class, () -> clients.connect(target(), SessionListener.NONE));
        assertTrue(refusal.getMessage().contains("127.0.0.1:" + server.port()), refusal.getMessage());

        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var hasty = new NetconfClients(
                        new Timing(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(5)), 1)) {
            final var target = new NetconfTarget.Ssh(
                    "127.0.0.1", silent.getLocalPort(), "controller", userKey.file(), hostKey.fingerprint());
            final var late = assertThrows(IOException.class, () -> hasty.connect(target, SessionListener.NONE));
            assertTrue(late.getMessage().contains("no NETCONF hello within 300 ms"), late.getMessage());
            try (var accepted = silent.accept()) {
                accepted.setSoTimeout(20_000);
                // our identification string, then the end: the connection is not left behind
                assertTrue(accepted.getInputStream().readAllBytes().length > 0);
            }
        }
    }

    @Test
    void hearsNotificationsAndOnceThatTheServerIsGone() throws Exception {
        final var heard = new LinkedBlockingQueue<String>();
        final var listener = new SessionListener() {
            @Override
            public void notified(Element body) {
                heard.add(body.getLocalName());
            }

            @Override
            public void closed(String reason) {
                heard.add("closed: " + reason);
            }
        };
        try (var session = SubscribedSession.open(clients, target(), "NETCONF", listener)) {
            server.notifications()
                    .publish(
                            ImmutableNodes.newContainerBuilder()
                                    .withNodeIdentifier(new NodeIdentifier(ERROR))
                                    .build(),
                            Instant.EPOCH);
            assertEquals("system-error", heard.poll(20, TimeUnit.SECONDS));

            server.close();
            assertEquals("closed: the server closed the connection", heard.poll(20, TimeUnit.SECONDS));
            assertThrows(IOException.class, () -> session.demand(Rpc.get(SWITCH, "cross-connects")));
        }
        assertTrue(heard.isEmpty(), heard::toString);
    }

    private NetconfTarget target() {
        return new NetconfTarget.Ssh("127.0.0.1", server.port(), "controller", userKey.file(), hostKey.fingerprint());
    }

    private static Element pair(String ingress, String egress) {
        final var root = Dom.root(SWITCH, "cross-connects");
        final var pair = Dom.add(root, "pair");
        Dom.leaf(pair, "ingress", ingress);
        Dom.leaf(pair, "egress", egress);
        return root;
    }
}
