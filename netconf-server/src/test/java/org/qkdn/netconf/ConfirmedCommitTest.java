package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.netconf.EditConfigTest.assertError;
import static org.qkdn.netconf.EditConfigTest.assertOk;
import static org.qkdn.netconf.EditConfigTest.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6241 8.4. */
class ConfirmedCommitTest {
    private TestServer server;
    private TestClient client;
    private TestClient other;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = TestServer.start(folder);
        client = server.connect();
        other = server.connect();
        assertOk(client.edit("running", node("<id>n1</id><location>old</location>")));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        other.close();
        server.close();
    }

    @Test
    void aConfirmedCommitStandsOnceItIsConfirmed() throws IOException {
        propose(client, "new", "<confirmed/>");
        assertRunning("new");
        assertTrue(checkpointIsThere());
        assertOk(client.rpc("<commit/>"));
        assertFalse(checkpointIsThere());
        client.close();
        assertError(other.rpc("<cancel-commit/>"), "protocol", "operation-failed");
        assertRunning("new");
    }

    @Test
    void itIsTakenBackWhenTimeIsUp() throws IOException {
        propose(client, "new", "<confirmed/><confirm-timeout>1</confirm-timeout>");
        assertRunning("new");
        Poll.until("it is taken back", () -> runs("old"));
        assertTrue(server.configFile().contains("old"));
        Poll.until("the checkpoint is gone", () -> !checkpointIsThere());
    }

    @Test
    void itIsTakenBackWhenItsSessionEndsOrIsKilled() throws IOException {
        propose(client, "new", "<confirmed/>");
        client.close();
        Poll.until("it is taken back", () -> runs("old"));
        try (var third = server.connect()) {
            propose(third, "newer", "<confirmed/>");
            assertOk(other.rpc("<kill-session><session-id>" + third.sessionId() + "</session-id></kill-session>"));
            assertRunning("old");
        }
    }

    @Test
    void cancelCommitTakesItBackAtOnce() throws IOException {
        propose(client, "new", "<confirmed/>");
        assertError(other.rpc("<cancel-commit/>"), "protocol", "in-use");
        assertOk(client.rpc("<cancel-commit/>"));
        assertRunning("old");
        assertError(client.rpc("<cancel-commit/>"), "protocol", "operation-failed");
    }

    @Test
    void whatPersistsOutlivesItsSessionAndIsConfirmedByItsTokenFromAnyOther() throws IOException {
        propose(client, "new", "<confirmed/><persist>token</persist>");
        client.close();
        assertError(other.rpc("<commit/>"), "protocol", "in-use");
        assertError(other.rpc("<commit><persist-id>other</persist-id></commit>"), "protocol", "invalid-value");
        assertError(other.rpc("<cancel-commit/>"), "protocol", "in-use");
        assertOk(other.rpc("<commit><persist-id>token</persist-id></commit>"));
        assertRunning("new");
        assertError(other.rpc("<commit><persist-id>token</persist-id></commit>"), "protocol", "invalid-value");
    }

    @Test
    void aFollowUpAddsToItAndOneCancelTakesBoth() throws IOException {
        propose(client, "new", "<confirmed/><persist>one</persist>");
        propose(other, "newer", "<confirmed/><persist>two</persist><persist-id>one</persist-id>");
        assertRunning("newer");
        assertError(
                client.rpc("<cancel-commit><persist-id>one</persist-id></cancel-commit>"), "protocol", "invalid-value");
        assertOk(client.rpc("<cancel-commit><persist-id>two</persist-id></cancel-commit>"));
        assertRunning("old");
    }

    @Test
    void aServerThatStopsBeforeTheConfirmationStartsWithTheEarlierConfiguration() throws IOException {
        propose(client, "new", "<confirmed/><persist>token</persist>");
        assertTrue(server.configFile().contains("new"));
        client.close();
        other.close();
        server = server.restart();
        assertTrue(server.configFile().contains("old"));
        assertFalse(checkpointIsThere());
        other = server.connect();
        assertRunning("old");
    }

    @Test
    void whatOthersWroteMeanwhileStays() throws IOException {
        propose(client, "new", "<confirmed/>");
        assertOk(other.edit("running", node("<links><link><id>theirs</id></link></links>")));
        assertOk(client.rpc("<cancel-commit/>"));
        assertRunning("old");
        assertTrue(other.getConfig("running").contains("<id>theirs</id>"));
    }

    @Test
    void whileOneWaitsNobodyElseMayLockRunning() throws IOException {
        propose(client, "new", "<confirmed/>");
        final var denied = other.rpc("<lock><target><running/></target></lock>");
        assertError(denied, "protocol", "lock-denied");
        assertTrue(denied.contains("<session-id>" + client.sessionId() + "</session-id>"), denied);
        assertOk(client.rpc("<lock><target><running/></target></lock>"));
        // else the server would still be taking it back while the test's folder is being deleted
        assertOk(client.rpc("<cancel-commit/>"));
    }

    @Test
    void aRefusedOneLeavesNothingToConfirm() throws IOException {
        assertOk(client.edit("candidate", node("<location>forbidden</location>")));
        assertError(client.rpc("<commit><confirmed/></commit>"), "application", "operation-failed");
        assertFalse(checkpointIsThere());
        assertError(client.rpc("<cancel-commit/>"), "protocol", "operation-failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <confirm-timeout>5</confirm-timeout> | unknown-element
                    <persist>p</persist> | unknown-element
                    <confirmed/><confirm-timeout>0</confirm-timeout> | invalid-value
                    <confirmed/><confirm-timeout>soon</confirm-timeout> | invalid-value
                    <confirmed/><confirm-timeout>4294967296</confirm-timeout> | invalid-value
                    <persist-id>p</persist-id> | invalid-value
                    """)
    void refusesParametersThatDoNotGoTogether(String parameters, String tag) throws IOException {
        assertError(client.rpc("<commit>" + parameters + "</commit>"), "protocol", tag);
    }

    private void propose(TestClient by, String location, String parameters) throws IOException {
        assertOk(by.edit("candidate", node("<location>" + location + "</location>")));
        assertOk(by.rpc("<commit>" + parameters + "</commit>"));
    }

    private void assertRunning(String location) throws IOException {
        final var config = other.getConfig("running");
        assertTrue(config.contains("<location>" + location + "</location>"), config);
    }

    private boolean runs(String location) throws IOException {
        return other.getConfig("running").contains("<location>" + location + "</location>");
    }

    private boolean checkpointIsThere() {
        return Files.exists(server.folder().resolve("confirmed-commit.xml"));
    }
}
