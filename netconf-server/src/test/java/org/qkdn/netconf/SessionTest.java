package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.netconf.EditConfigTest.assertError;
import static org.qkdn.netconf.EditConfigTest.assertOk;
import static org.qkdn.netconf.EditConfigTest.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = TestServer.start(folder);
        client = server.connect();
        assertOk(client.edit("running", node("<id>n1</id>")));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void acceptsTheUsersOwnKeyOnly() {
        final var other = TestKeys.generate();
        assertThrows(IOException.class, () -> TestClient.connect(server.port(), "operator", other));
        assertThrows(IOException.class, () -> TestClient.connect(server.port(), "nobody", other));
    }

    @Test
    void helloNamesCapabilitiesAndModules() {
        final var hello = client.hello();
        for (var capability : List.of(
                "urn:ietf:params:netconf:base:1.1",
                "urn:ietf:params:netconf:capability:candidate:1.0",
                "urn:ietf:params:netconf:capability:xpath:1.0",
                "urn:ietf:params:netconf:capability:yang-library:1.1?revision=2019-01-04",
                "urn:test:node?module=test-node&amp;revision=2026-01-01")) {
            assertTrue(hello.contains(capability), capability);
        }
        assertTrue(hello.contains("urn:ietf:params:netconf:capability:confirmed-commit:1.1"), hello);
        assertFalse(hello.contains("startup") || hello.contains(":url"), hello);
    }

    @Test
    void aReaderMayReadAndNothingElse() throws IOException {
        try (var guest = server.connectAsGuest()) {
            assertTrue(guest.getConfig("running").contains("<id>n1</id>"));
            for (var operation : List.of(
                    "<lock><target><running/></target></lock>",
                    "<commit/>",
                    "<kill-session><session-id>1</session-id></kill-session>",
                    "<reset xmlns=\"urn:test:node\"/>",
                    "<edit-config><target><running/></target><config>" + node("<id>x</id>")
                            + "</config></edit-config>")) {
                assertError(guest.rpc(operation), "protocol", "access-denied");
            }
        }
    }

    @Test
    void aLockKeepsOthersOutUntilItsSessionEnds() throws IOException {
        try (var other = server.connect()) {
            assertOk(client.rpc("<lock><target><running/></target></lock>"));
            final var denied = other.rpc("<lock><target><running/></target></lock>");
            assertError(denied, "protocol", "lock-denied");
            assertTrue(denied.contains("<session-id>" + client.sessionId() + "</session-id>"), denied);
            assertError(other.edit("running", node("<id>n2</id>")), "protocol", "in-use");
            assertError(other.rpc("<unlock><target><running/></target></unlock>"), "protocol", "operation-failed");
            assertOk(client.edit("running", node("<id>n3</id>")));
            client.close();
            Poll.until("the lock is released", () -> other.edit("running", node("<id>n4</id>"))
                    .contains("<ok/>"));
        }
    }

    @Test
    void theCandidateIsSharedAndBecomesRunningByCommit() throws IOException {
        try (var other = server.connect()) {
            assertOk(client.edit("candidate", node("<location>lab</location>")));
            assertFalse(client.getConfig("running").contains("lab"));
            assertTrue(other.getConfig("candidate").contains("lab"));
            assertError(other.rpc("<lock><target><candidate/></target></lock>"), "protocol", "lock-denied");
            assertOk(client.rpc("<validate><source><candidate/></source></validate>"));
            assertOk(client.rpc("<commit/>"));
            assertTrue(other.getConfig("running").contains("lab"));
            assertTrue(server.configFile().contains("lab"));
            assertEquals("operator", server.committed().getLast().user());
        }
    }

    @Test
    void aCandidateMayPassThroughInvalidStatesButNotReachRunning() throws IOException {
        assertOk(client.edit("candidate", "<remote xmlns=\"urn:test:node\"/>"));
        assertError(client.rpc("<validate><source><candidate/></source></validate>"), "application", "data-missing");
        assertError(client.rpc("<commit/>"), "application", "data-missing");
        assertFalse(client.getConfig("running").contains("remote"));
        assertOk(client.rpc("<discard-changes/>"));
        assertFalse(client.getConfig("candidate").contains("remote"));
    }

    @Test
    void aLockedCandidateIsDiscardedWhenItsSessionEnds() throws IOException {
        assertOk(client.rpc("<lock><target><candidate/></target></lock>"));
        assertOk(client.edit("candidate", node("<location>lab</location>")));
        try (var other = server.connect()) {
            client.close();
            Poll.until("the draft is gone", () -> !other.getConfig("candidate").contains("lab"));
            assertOk(other.rpc("<lock><target><candidate/></target></lock>"));
        }
    }

    @Test
    void aKilledSessionEndsAndItsLockIsFreeAtOnce() throws IOException {
        try (var other = server.connect()) {
            assertOk(client.rpc("<lock><target><running/></target></lock>"));
            assertOk(other.rpc("<kill-session><session-id>" + client.sessionId() + "</session-id></kill-session>"));
            assertOk(other.rpc("<lock><target><running/></target></lock>"));
            assertThrows(IOException.class, () -> client.getConfig("running"));
            assertError(
                    other.rpc("<kill-session><session-id>" + other.sessionId() + "</session-id></kill-session>"),
                    "protocol",
                    "invalid-value");
        }
    }

    @Test
    void closeSessionIsAnsweredThenTheSessionEnds() throws IOException {
        assertOk(client.rpc("<close-session/>"));
        assertThrows(IOException.class, () -> client.getConfig("running"));
    }

    @Test
    void malformedRequestsGetAnErrorAndTheSessionGoesOn() throws IOException {
        assertError(client.raw("<rpc message-id=\"1\""), "rpc", "malformed-message");
        assertError(client.raw("<!DOCTYPE x><rpc message-id=\"1\"/>"), "rpc", "malformed-message");
        assertError(client.raw("<rpc " + TestClient.BASE + "><get/></rpc>"), "rpc", "missing-attribute");
        assertError(client.raw("<hallo " + TestClient.BASE + "/>"), "rpc", "unknown-element");
        assertError(client.rpc(""), "rpc", "missing-element");
        assertError(client.rpc("<dance/>"), "protocol", "operation-not-supported");
        assertError(client.rpc("<dance xmlns=\"urn:nowhere\"/>"), "protocol", "operation-not-supported");
        assertError(client.rpc("<get-config/>"), "protocol", "missing-element");
        assertError(
                client.rpc("<get-config><source><startup/></source></get-config>"),
                "protocol",
                "operation-not-supported");
        assertError(
                client.rpc("<edit-config><target><running/></target></edit-config>"), "protocol", "missing-element");
        assertTrue(client.getConfig("running").contains("<id>n1</id>"));
    }

    @Test
    void aSlowCommitHoldsUpNobodyElse() throws IOException {
        client.send("<rpc message-id=\"9\" " + TestClient.BASE + "><edit-config><target><running/></target><config>"
                + node("<location>slow</location>") + "</config></edit-config></rpc>");
        try (var other = server.connect()) {
            for (int i = 0; i < 3; i++) {
                assertTrue(other.getConfig("running").contains("<id>n1</id>"));
            }
        }
        server.release();
        assertOk(client.receive());
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() throws IOException {
        for (int i = 0; i < 200; i++) {
            client.send("<rpc message-id=\"m" + i + "\" " + TestClient.BASE
                    + "><get-config><source><running/></source></get-config></rpc>");
        }
        for (int i = 0; i < 200; i++) {
            final var reply = client.receive();
            assertTrue(reply.contains("message-id=\"m" + i + "\""), reply);
        }
    }

    @Test
    void whatIsNoTextEndsTheSessionWithAnError() throws IOException {
        client.send("<rpc message-id=\"1\" " + TestClient.BASE + "><get x=\"\uD800\"/></rpc>");
        client.sendBytes(new byte[] {'<', 'r', (byte) 0xC3, (byte) 0x28, '/', '>', ']', ']', '>', ']', ']', '>'});
        client.receive();
        assertError(client.receive(), "rpc", "malformed-message");
    }

    @Test
    void answersCarryAllAttributesOfTheRequest() throws IOException {
        final var reply = client.raw("<rpc message-id=\"a&lt;b\" xmlns:ex=\"urn:ex\" ex:user=\"fred\" "
                + TestClient.BASE + "><get-config><source><running/></source></get-config></rpc>");
        assertTrue(reply.contains("message-id=\"a&lt;b\"") && reply.contains("ex:user=\"fred\""), reply);
    }

    @Test
    void notificationsReachThoseWhoseFilterLetsThemThrough() throws IOException {
        final var subscribe = "<create-subscription xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\">";
        try (var other = server.connect()) {
            assertOk(client.rpc(subscribe + "</create-subscription>"));
            assertOk(other.rpc(subscribe + "<stream>NETCONF</stream><filter type=\"subtree\">"
                    + "<link-up xmlns=\"urn:test:node\"/></filter></create-subscription>"));
            assertEquals(2, server.notifications().subscribers());
            final var time = Instant.parse("2026-01-02T03:04:05Z");
            server.notifications().publish(TestServer.notification("link-down", "a"), time);
            server.notifications().publish(TestServer.notification("link-up", "b"), time);
            final var first = client.receive();
            assertTrue(
                    first.replaceAll("\\s+<", "<")
                            .contains("<eventTime>2026-01-02T03:04:05Z</eventTime>"
                                    + "<link-down xmlns=\"urn:test:node\"><id>a</id></link-down>"),
                    first);
            assertTrue(client.receive().contains("<link-up"));
            assertTrue(other.receive().contains("<id>b</id>"));
            assertError(client.rpc(subscribe + "</create-subscription>"), "protocol", "operation-failed");
            assertTrue(client.getConfig("running").contains("<id>n1</id>"));
        }
        Poll.until("its subscription is gone", () -> server.notifications().subscribers() == 1);
    }

    @Test
    void refusesSubscriptionsToWhatThereIsNot() throws IOException {
        final var subscribe = "<create-subscription xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\">";
        assertError(client.rpc(subscribe + "<stream>none</stream></create-subscription>"), "protocol", "invalid-value");
        final var unknown = TestServer.notification("node", "a");
        assertThrows(
                IllegalArgumentException.class, () -> server.notifications().publish(unknown, Instant.EPOCH));
    }

    @Test
    void callsTheRpcsOfTheModel() throws IOException {
        assertTrue(client.rpc("<ping xmlns=\"urn:test:node\"><text>hallo</text></ping>")
                .contains("<text xmlns=\"urn:test:node\">operator said hallo</text>"));
        assertOk(client.rpc("<reset xmlns=\"urn:test:node\"/>"));
        assertError(
                client.rpc("<ping xmlns=\"urn:test:node\"><tixt>hallo</tixt></ping>"), "application", "invalid-value");
    }

    @Test
    void refusesMoreSessionsThanItMayHave(@TempDir Path folder) throws IOException {
        try (var small = TestServer.start(folder, settings -> settings.withMaxSessions(1));
                var first = small.connect()) {
            assertThrows(IOException.class, small::connect);
            assertTrue(first.rpc("<get/>").contains("<dropped-sessions>1</dropped-sessions>"));
        }
    }

    @Test
    void configurationSurvivesARestart() throws IOException {
        assertOk(client.edit("running", node("<location>lab</location>")));
        client.close();
        try (var again = server.restart();
                var fresh = again.connect()) {
            assertTrue(fresh.getConfig("running").contains("<location>lab</location>"));
        }
    }

    @Test
    void aCorruptFileIsNamedWithItsRemedy() throws IOException {
        client.close();
        server.close();
        for (var content : List.of(
                "<config", "<nothing/>", server.configFile().replace("<id>n1</id>", "<location>x</location>"))) {
            Files.writeString(server.folder().resolve("config.xml"), content);
            final var message = assertThrows(IOException.class, server::restart).getMessage();
            assertTrue(message.contains("config.xml is not a valid configuration: "), message);
            assertTrue(message.contains("move it away"), message);
            assertFalse(message.contains("\n"), message);
        }
    }

    @Test
    void aPortInUseIsNamed(@TempDir Path folder) throws IOException {
        TestKeys.make(folder, "host");
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final var settings =
                    new NetconfSettings("127.0.0.1", taken.getLocalPort(), folder.resolve("host"), List.of());
            final var message = assertThrows(
                            IOException.class,
                            () -> NetconfServer.start(
                                    settings, TestServer.MODEL, server.datastore(), RpcHandler.none()))
                    .getMessage();
            assertTrue(message.contains("127.0.0.1:" + taken.getLocalPort()), message);
        }
    }

    @Test
    void aHostKeyMayBeInPkcs8WithoutItsPublicHalf(@TempDir Path folder) throws IOException {
        final var file = folder.resolve("host");
        Files.writeString(
                file,
                TestKeys.pem("PRIVATE KEY", TestKeys.generate().getPrivate().getEncoded()));
        final var settings = new NetconfSettings("127.0.0.1", 0, file, List.of());
        NetconfServer.start(settings, TestServer.MODEL, server.datastore(), RpcHandler.none())
                .close();
        Files.writeString(file, "no key");
        assertTrue(assertThrows(
                        IOException.class,
                        () -> NetconfServer.start(settings, TestServer.MODEL, server.datastore(), RpcHandler.none()))
                .getMessage()
                .contains("ssh-keygen"));
    }
}
