package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one protocol refuses the other refuses. */
class RestconfRulesTest {
    private static final String NODE = "/restconf/data/test-node:node";
    private static final String LOCATION = "{\"test-node:location\": \"%s\"}";

    private RestconfUnderTest server;
    private RestconfClient client;
    private RestconfClient guest;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = RestconfUnderTest.start(folder);
        client = server.connect("operator");
        guest = server.connect("guest");
        assertStatus(201, client.json("PUT", NODE, "{\"test-node:node\": {\"id\": \"n1\", \"location\": \"lab\"}}"));
    }

    @AfterEach
    void stop() {
        guest.close();
        client.close();
        server.close();
    }

    private static void assertStatus(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer::body);
    }

    private static void assertRefused(int status, String tag, HttpResponse<String> answer) {
        assertStatus(status, answer);
        assertTrue(answer.body().contains("\"error-tag\":\"" + tag + "\""), answer.body());
    }

    @Test
    void whoMayOnlyReadWritesNothing() throws IOException {
        final var before = server.netconf().configFile();
        assertStatus(200, guest.get(NODE));
        assertRefused(403, "access-denied", guest.json("PUT", NODE + "/location", LOCATION.formatted("x")));
        assertRefused(403, "access-denied", guest.delete(NODE + "/location"));
        assertRefused(403, "access-denied", guest.send("POST", "/restconf/operations/test-node:reset", ""));
        assertEquals(before, server.netconf().configFile());
    }

    @Test
    void aRuleForOneLeafHoldsHere() throws IOException {
        final var rule = """
                {"ietf-netconf-acm:nacm": {"groups": {"group": [{"name": "movers", "user-name": ["guest"]}]},
                  "rule-list": [{"name": "movers", "group": ["movers"], "rule": [
                    {"name": "edit", "rpc-name": "edit-config", "action": "permit"},
                    {"name": "hide", "path": "/test-node:node/test-node:id", "access-operations": "read", "action": "deny"},
                    {"name": "move", "path": "/test-node:node/test-node:location", "action": "permit"}]}]}}""";
        assertStatus(201, client.json("PUT", "/restconf/data/ietf-netconf-acm:nacm", rule));
        assertStatus(204, guest.json("PUT", NODE + "/location", LOCATION.formatted("roof")));
        assertFalse(guest.get(NODE).body().contains("n1"));
        assertRefused(404, "invalid-value", guest.get(NODE + "/id"));
        final var refused = guest.json("PATCH", NODE, "{\"test-node:node\": {\"id\": \"n2\"}}");
        assertRefused(403, "access-denied", refused);
        assertTrue(refused.body().contains("\"error-path\":\"/test-node:node/id\""), refused.body());
        assertTrue(
                client.get("/restconf/data/ietf-netconf-acm:nacm").body().contains("\"access-operations\":\"read\""));
        assertTrue(client.get("/restconf/data/ietf-netconf-acm:nacm", "Accept", RestconfClient.XML)
                .body()
                .contains("xmlns:test-node=\"urn:test:node\""));
    }

    @Test
    void whomNobodyKnowsGetsNothing() throws Exception {
        try (var stranger = server.connect("stranger")) {
            assertRefused(403, "access-denied", stranger.get(NODE));
            assertRefused(403, "access-denied", stranger.get("/restconf"));
        }
        final var elsewhere = TestCertificates.in(server.netconf().folder().resolve("elsewhere"));
        try (var forged = RestconfClient.of(
                elsewhere.client("operator", server.certificates()),
                server.server().port())) {
            assertThrows(IOException.class, () -> forged.get(NODE));
        }
    }

    @Test
    void whatASessionHasLockedIsInUse() throws IOException {
        try (var session = server.netconf().connect()) {
            assertTrue(session.rpc("<lock><target><running/></target></lock>").contains("<ok/>"));
            final var refused = client.json("PUT", NODE + "/location", LOCATION.formatted("roof"));
            assertRefused(409, "in-use", refused);
            assertStatus(200, client.get(NODE));
            assertTrue(
                    session.rpc("<unlock><target><running/></target></unlock>").contains("<ok/>"));
            assertStatus(204, client.json("PUT", NODE + "/location", LOCATION.formatted("roof")));
            assertTrue(session.getConfig("running").contains("<location>roof</location>"));
        }
    }

    @Test
    void theCandidateKeepsWhatWasWrittenMeanwhile() throws IOException {
        try (var session = server.netconf().connect()) {
            session.edit(
                    "candidate", "<node xmlns=\"urn:test:node\"><limits><most-links>3</most-links></limits></node>");
            assertStatus(204, client.json("PUT", NODE + "/location", LOCATION.formatted("roof")));
            assertTrue(session.rpc("<commit/>").contains("<ok/>"));
            final var both = client.get(NODE).body();
            assertTrue(both.contains("\"most-links\":3") && both.contains("roof"), both);
        }
    }

    @Test
    void aHookRefusesAndNothingHasChanged() throws IOException {
        final var refused = client.json("PUT", NODE + "/location", LOCATION.formatted("forbidden"));
        assertRefused(412, "operation-failed", refused);
        assertTrue(refused.body().contains("\"error-app-tag\":\"no-such-place\""), refused.body());
        assertTrue(client.get(NODE).body().contains("lab"));
    }

    @Test
    void aSlowCommitHoldsUpNoReader() throws Exception {
        final var slow = client.http()
                .sendAsync(
                        java.net.http.HttpRequest.newBuilder(java.net.URI.create(client.base() + NODE + "/location"))
                                .header("Content-Type", RestconfClient.JSON)
                                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(LOCATION.formatted("slow")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertStatus(200, guest.get(NODE + "?content=config"));
        server.netconf().release();
        assertEquals(204, slow.get().statusCode());
    }
}
