package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.netconf.EditConfigTest.assertError;
import static org.qkdn.netconf.EditConfigTest.assertOk;
import static org.qkdn.netconf.EditConfigTest.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that say nothing: the dead ones lose their sessions, the others do not. */
@Timeout(120)
class SilentClientTest {
    // a live client may be late by four of them, on a busy machine as well
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final String LOCK = "<lock><target><candidate/></target></lock>";
    private static final String SUBSCRIBE =
            "<create-subscription xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"/>";

    @TempDir
    private Path folder;

    @Test
    void aClientThatFellSilentLosesItsLock() throws IOException {
        try (var server = TestServer.start(folder, settings -> settings.withKeepAlive(BEAT));
                var relay = Relay.to(server.port());
                var client = server.connect(relay.port());
                var other = server.connect()) {
            leavesNothingBehind(server, relay, client, other);
        }
    }

    @Test
    void aClientThatWasCalledAndFellSilentLosesItsLock() throws IOException {
        try (var relay = Relay.ofCalls();
                var server = TestServer.start(folder, settings -> settings.withKeepAlive(BEAT)
                        .withCallHome(List.of(new CallHome("127.0.0.1", relay.callPort(), CallHome.Protocol.SSH))));
                var client = server.connect(relay.port());
                var other = server.connect()) {
            leavesNothingBehind(server, relay, client, other);
        }
    }

    @Test
    void whoDoesNotLogInIsCutOff() throws IOException {
        try (var server = TestServer.start(folder, settings -> settings.withKeepAlive(BEAT));
                var stranger = new Socket(InetAddress.getLoopbackAddress(), server.port());
                var client = server.connect()) {
            stranger.setSoTimeout(60_000);
            stranger.getInputStream().readAllBytes();
            assertTrue(client.getConfig("running").contains("data"));
        }
    }

    @Test
    void aClientThatIsMerelyQuietKeepsItsLock() throws IOException {
        try (var server = TestServer.start(folder, settings -> settings.withKeepAlive(BEAT));
                var relay = Relay.to(server.port());
                var client = server.connect(relay.port());
                var other = server.connect()) {
            assertOk(client.rpc(LOCK));
            answersSeveralTimes(relay);
            assertError(other.rpc(LOCK), "protocol", "lock-denied");
            assertOk(client.edit("candidate", node("<id>n1</id>")));
            assertOk(client.rpc("<commit/>"));
        }
    }

    @Test
    void aClientThatTheServerDoesNotListenToIsNotTakenForDead() throws IOException {
        try (var server = TestServer.start(folder, settings -> settings.withKeepAlive(BEAT));
                var client = server.connect();
                var relay = Relay.to(server.port());
                var clock = server.connect(relay.port())) {
            client.send("<rpc message-id=\"slow\" " + TestClient.BASE
                    + "><edit-config><target><running/></target><config>"
                    + node("<id>n1</id><location>slow</location>") + "</config></edit-config></rpc>");
            // so many that the server reads no more until it has done some
            for (int i = 0; i < 200; i++) {
                client.send("<rpc message-id=\"m" + i + "\" " + TestClient.BASE
                        + "><get-config><source><running/></source></get-config></rpc>");
            }
            answersSeveralTimes(relay);
            server.release();
            assertOk(client.receive());
            for (int i = 0; i < 200; i++) {
                final var reply = client.receive();
                assertTrue(reply.contains("message-id=\"m" + i + "\""), reply);
            }
            assertTrue(clock.getConfig("running").contains("slow"));
        }
    }

    @Test
    void overTlsTheKernelLooksAfterIdleClients() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "needs Linux");
        final var certificates = TestCertificates.in(folder.resolve("pki"));
        final var identity = certificates.issue("server");
        try (var server = TestServer.start(
                        folder,
                        settings -> settings.withTls(identity).withTlsPort(0).withKeepAlive(Duration.ofSeconds(5)));
                var socket = certificates
                        .client("operator")
                        .getSocketFactory()
                        .createSocket("127.0.0.1", server.tlsPort())) {
            assertTrue(socket.getInputStream().read() >= 0, "no hello");
            Poll.until("a keep-alive is due within 5 s", () -> KernelTimer.keepAliveOf(server.tlsPort(), socket)
                    .filter(due -> due.compareTo(Duration.ofSeconds(5)) <= 0)
                    .isPresent());
        }
    }

    @Test
    void aKeepAliveIsPositiveAndNoLongerThanAnHour() {
        final var settings = new NetconfSettings("127.0.0.1", 0, folder.resolve("host"), List.of());
        for (var wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(2))) {
            assertThrows(IllegalArgumentException.class, () -> settings.withKeepAlive(wrong));
        }
    }

    private static void leavesNothingBehind(TestServer server, Relay relay, TestClient client, TestClient other)
            throws IOException {
        assertOk(client.rpc(SUBSCRIBE));
        assertOk(client.rpc(LOCK));
        assertOk(client.edit("candidate", node("<id>n1</id><location>half</location>")));
        assertError(other.rpc(LOCK), "protocol", "lock-denied");
        relay.cut();
        Poll.until("the lock is free", () -> other.rpc(LOCK).contains("<ok/>"));
        assertFalse(other.getConfig("candidate").contains("half"));
        Poll.until("its subscription is gone", () -> server.notifications().subscribers() == 0);
    }

    /** More often than a dead client may leave unanswered. */
    private static void answersSeveralTimes(Relay relay) {
        final int before = relay.sent();
        Poll.until("the quiet client has answered", () -> relay.sent() >= before + 6);
    }
}
