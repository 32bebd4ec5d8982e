package org.qkdn.netconf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.netconf.CallHome;
import org.qkdn.netconf.NetconfServer;
import org.qkdn.netconf.NetconfSettings;
import org.qkdn.netconf.NetconfTls;
import org.qkdn.netconf.NetconfUser;
import org.qkdn.netconf.RpcHandler;
import org.qkdn.netconf.TreeDatastore;
import org.qkdn.netconf.YangModel;

/** TLS (RFC 7589) and call home (RFC 8071) between our server and our client, over real sockets. */
@Timeout(120)
class TransportsTest {
    private static final String MONITORING = "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring";
    private static final String STRANGE = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static YangModel model;

    @TempDir
    private Path directory;

    private TestKey hostKey;
    private TestKey userKey;
    private TestCertificates certificates;
    private TlsKeys serverKeys;
    private TlsKeys controller;
    private NetconfClients clients;
    private Optional<NetconfServer> server = Optional.empty();

    @BeforeAll
    static void parseModel() {
        model = YangModel.ofClasspath("optical-switch@2018-03-22");
    }

    @BeforeEach
    void make() throws Exception {
        hostKey = TestKey.in(directory, "host.pem");
        userKey = TestKey.in(directory, "user.pem");
        certificates = TestCertificates.in(directory);
        serverKeys = certificates.issue("agent");
        controller = certificates.issue("controller");
        clients = new NetconfClients(
                new Timing(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(5)), 1);
    }

    @AfterEach
    void stop() {
        clients.close();
        server.ifPresent(NetconfServer::close);
    }

    @Test
    void overTlsTheCertificateSaysWhoTheUserIs() throws Exception {
        final var target = overTls(serve(settings -> settings.withTlsPort(0)), controller, pin());
        try (var session = clients.connect(target, SessionListener.NONE)) {
            final var state = session.demand(Rpc.get(MONITORING, "netconf-state"));
            final var here = Dom.find(state, "data", "netconf-state", "sessions", "session")
                    .orElseThrow();
            assertEquals(Optional.of("controller"), Dom.text(here, "username"));
            assertEquals(Optional.of("netconf-tls"), Dom.text(here, "transport"));
        }
    }

    @Test
    void aServersCertificateIsTakenOnlyOnceItIsAccepted() throws Exception {
        final var running = serve(settings -> settings.withTlsPort(0));
        final var first = failure(() -> clients.connect(overTls(running, controller, ""), SessionListener.NONE));
        assertTrue(first.contains("not accepted yet") && first.contains(pin()), first);
        final var other = failure(() -> clients.connect(overTls(running, controller, STRANGE), SessionListener.NONE));
        assertTrue(other.contains("refused") && other.contains(pin()) && other.contains(STRANGE), other);
    }

    @Test
    void aCertificateOfNoUserOrOfAnotherAuthorityGetsNoSession() throws Exception {
        final var running = serve(settings -> settings.withTlsPort(0));
        final var nobody = certificates.issue("nobody");
        assertTrue(failure(() -> clients.connect(overTls(running, nobody, pin()), SessionListener.NONE))
                .contains("nobody.crt"));
        final var elsewhere = java.nio.file.Files.createDirectory(directory.resolve("elsewhere"));
        final var forged = TestCertificates.in(elsewhere).issue("controller");
        failure(() -> clients.connect(overTls(running, forged, pin()), SessionListener.NONE));
    }

    @Test
    void aServerCallsHomeOverSshAndAgainWhenTheSessionHasEnded() throws Exception {
        final int port = freePort();
        final var reception = clients.receive(
                InetAddress.getLoopbackAddress(), OptionalInt.of(port), OptionalInt.empty(), Optional.empty());
        serve(settings -> settings.withCallHome(List.of(new CallHome("127.0.0.1", port, CallHome.Protocol.SSH))));
        final var caller = new NetconfTarget.SshCaller("agent", "controller", userKey.file(), hostKey.fingerprint());
        for (int i = 0; i < 2; i++) {
            try (var session = clients.connect(caller, SessionListener.NONE)) {
                assertTrue(session.offers("candidate"));
            }
        }
        assertTrue(reception.strangers().keySet().stream().allMatch(hostKey.fingerprint()::equals));
    }

    @Test
    void aServerCallsHomeOverTls() throws Exception {
        final int port = freePort();
        clients.receive(
                InetAddress.getLoopbackAddress(), OptionalInt.empty(), OptionalInt.of(port), Optional.of(controller));
        serve(settings -> settings.withCallHome(List.of(new CallHome("127.0.0.1", port, CallHome.Protocol.TLS))));
        try (var session = clients.connect(new NetconfTarget.TlsCaller("agent", pin()), SessionListener.NONE)) {
            assertTrue(session.offers("candidate"));
        }
    }

    @Test
    void aCallerNobodyHasAcceptedIsRefusedAndNamed() throws Exception {
        final int port = freePort();
        final var reception = clients.receive(
                InetAddress.getLoopbackAddress(), OptionalInt.of(port), OptionalInt.empty(), Optional.empty());
        serve(settings -> settings.withCallHome(List.of(new CallHome("127.0.0.1", port, CallHome.Protocol.SSH))));
        while (!reception.strangers().containsKey(hostKey.fingerprint())) {
            Thread.onSpinWait();
        }
        final var caller = new NetconfTarget.SshCaller("agent", "controller", userKey.file(), "");
        final var message = failure(() -> clients.connect(caller, SessionListener.NONE));
        assertTrue(message.contains("not accepted yet") && message.contains(hostKey.fingerprint()), message);
    }

    private NetconfServer serve(UnaryOperator<NetconfSettings> how) throws IOException {
        final var user = new NetconfUser("controller", userKey.pair().getPublic(), NetconfUser.Access.READ_WRITE);
        final var identity = new NetconfTls(serverKeys.certificate(), serverKeys.key(), certificates.ca());
        final var settings = new NetconfSettings("127.0.0.1", 0, hostKey.file(), List.of(user)).withTls(identity);
        final var running = NetconfServer.start(
                how.apply(settings), model, TreeDatastore.builder(model).build(), RpcHandler.none());
        server = Optional.of(running);
        return running;
    }

    private String pin() throws Exception {
        return TestCertificates.fingerprint(serverKeys);
    }

    private static NetconfTarget overTls(NetconfServer running, TlsKeys keys, String pin) {
        return new NetconfTarget.Tls("127.0.0.1", running.tlsPort().orElseThrow(), keys, pin);
    }

    private static String failure(Callable<NetconfSession> attempt) {
        return assertThrows(IOException.class, attempt::call).getMessage();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
