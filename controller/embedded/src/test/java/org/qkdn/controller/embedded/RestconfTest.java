package org.qkdn.controller.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.embedded.RestconfClient.Answer;

/** RESTCONF as an operator sees it: HTTPS with client certificates. */
class RestconfTest {
    private static final String NETWORKS = "data/ietf-network:networks";
    private static final String LAB = NETWORKS + "/network=lab";
    private static final String INVENTORY = "data/qkdn-inventory:inventory";

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static TestedController controller;
    private static RestconfClient operator;

    @BeforeAll
    static void start() throws Exception {
        authority = new TestAuthority(folder.resolve("pki"), "test authority");
        controller = TestedController.start(authority, folder);
        operator = client("operator");
    }

    @AfterAll
    static void stop() throws Exception {
        controller.close();
    }

    private static RestconfClient client(String commonName) throws Exception {
        return new RestconfClient(controller.restconfPort(), authority.ca(), Optional.of(authority.issue(commonName)));
    }

    @BeforeEach
    void removeWhatATestLeft() throws Exception {
        operator.delete(NETWORKS);
        operator.delete(INVENTORY);
    }

    private static String network(String nodes) {
        return """
                {"ietf-network:network": [{"network-id": "lab", "node": [%s]}]}
                """.formatted(nodes);
    }

    private static void assertErrors(int status, String tag, Answer answer) {
        assertEquals(status, answer.status(), answer.body());
        assertEquals(Optional.of("application/yang-data+json"), answer.contentType());
        assertTrue(answer.body().contains("\"ietf-restconf:errors\""), answer.body());
        assertTrue(answer.body().contains("\"" + tag + "\""), answer.body());
    }

    @Test
    void createsReplacesReadsAndDeletes() throws Exception {
        assertEquals(
                201, operator.put(LAB, network("{\"node-id\": \"QUINTO\"}")).status());
        assertEquals(204, operator.put(LAB, network("{\"node-id\": \"NORTE\"}")).status());
        var read = operator.get(LAB + "?content=config");
        assertEquals(200, read.status(), read.body());
        assertTrue(read.body().contains("NORTE") && !read.body().contains("QUINTO"), read.body());
        assertEquals(204, operator.delete(LAB).status());
        assertErrors(404, "data-missing", operator.get(LAB));
    }

    @Test
    void mergesWithPatchAndCreatesWithPost() throws Exception {
        assertEquals(
                201,
                operator.send("POST", NETWORKS, Optional.of(network("{\"node-id\": \"QUINTO\"}")))
                        .status());
        assertEquals(
                200,
                operator.send("PATCH", LAB, Optional.of(network("{\"node-id\": \"NORTE\"}")))
                        .status());
        var read = operator.get(LAB);
        assertTrue(read.body().contains("NORTE") && read.body().contains("QUINTO"), read.body());
        assertErrors(
                409, "data-exists", operator.send("POST", NETWORKS, Optional.of(network("{\"node-id\": \"QUINTO\"}"))));
    }

    @Test
    void takesTheSemicolonOfFieldsPlainAndEncoded() throws Exception {
        operator.put(LAB, network("{\"node-id\": \"QUINTO\"}"));
        for (var semicolon : List.of(";", "%3B")) {
            var read = operator.get(NETWORKS + "?content=config&fields=network(network-id" + semicolon + "node)");
            assertEquals(200, read.status(), read.body());
            assertTrue(read.body().contains("lab") && read.body().contains("QUINTO"), read.body());
        }
    }

    @Test
    void refusesMalformedJsonAndChangesNothing() throws Exception {
        operator.put(LAB, network("{\"node-id\": \"QUINTO\"}"));
        assertErrors(400, "malformed-message", operator.put(LAB, "{\"ietf-network:network\": [{\"network-id\": "));
        assertTrue(operator.get(LAB).body().contains("QUINTO"));
    }

    @Test
    void refusesAValueOutsideItsType() throws Exception {
        var answer = operator.put(INVENTORY, """
                {"qkdn-inventory:inventory": {"node": [{"name": "QUINTO", "address": "127.0.0.1", "port": 99999}]}}
                """);
        assertEquals(400, answer.status(), answer.body());
        assertEquals(Optional.of("application/yang-data+json"), answer.contentType());
        assertErrors(404, "data-missing", operator.get(INVENTORY));
    }

    @Test
    void refusesAMissingMandatoryLeaf() throws Exception {
        var answer = operator.put(INVENTORY, """
                {"qkdn-inventory:inventory": {"node": [{"name": "QUINTO", "address": "127.0.0.1"}]}}
                """);
        assertEquals(400, answer.status(), answer.body());
        assertEquals(Optional.of("application/yang-data+json"), answer.contentType());
        assertErrors(404, "data-missing", operator.get(INVENTORY));
    }

    @Test
    void refusesAContainerWithoutPresenceThatLacksAMandatoryLeaf() throws Exception {
        var node = "data/etsi-qkd-sdn-node:qkd_node";
        assertErrors(409, "data-missing", operator.put(node, """
                        {"etsi-qkd-sdn-node:qkd_node": {"qkdn_version": "1"}}
                        """));
        assertErrors(404, "data-missing", operator.get(node));
    }

    @Test
    void refusesAReferenceToNothing() throws Exception {
        assertErrors(409, "data-missing", operator.put(INVENTORY, """
                        {"qkdn-inventory:inventory": {"sae": [{"sae-id": "sae-quinto", "node": "QUINTO"}]}}
                        """));
        assertErrors(404, "data-missing", operator.get(INVENTORY));
    }

    @Test
    void refusesMaintenanceOfWhatIsNotThereAndTakesNothingAwayThatIsInMaintenance() throws Exception {
        var optical = "data/qkdn-optical:optical";
        var maintenance = INVENTORY + "/maintenance=m";
        var entry = "{\"qkdn-inventory:maintenance\": [{\"name\": \"m\", \"span\": \"NORTE-QUEVEDO\"}]}";
        var refused = operator.put(maintenance, entry);
        assertErrors(400, "invalid-value", refused);
        assertTrue(refused.body().contains("maintenance m: there is no span NORTE-QUEVEDO"), refused.body());
        var span = """
                {"qkdn-optical:optical": {"span": [
                  {"name": "NORTE-QUEVEDO", "a-site": "NORTE", "b-site": "QUEVEDO", "loss": "3.0"}]}}
                """;
        assertEquals(201, operator.put(optical, span).status());
        assertEquals(201, operator.put(maintenance, entry).status());
        assertErrors(
                400,
                "invalid-value",
                operator.put(optical, span.replace("\"name\": \"NORTE-QUEVEDO\"", "\"name\": \"QUEVEDO-NORTE\"")));
        assertEquals(204, operator.delete(maintenance).status());
        assertEquals(204, operator.delete(optical).status());
    }

    @Test
    void refusesToWriteState() throws Exception {
        var answer = operator.put("data/qkdn-inventory:inventory-state", """
                {"qkdn-inventory:inventory-state": {"node": [{"name": "QUINTO"}]}}
                """);
        assertEquals(400, answer.status(), answer.body());
        assertEquals(Optional.of("application/yang-data+json"), answer.contentType());
        assertTrue(answer.body().contains("error-tag"), answer.body());
    }

    @Test
    void answersAnUnknownResourceWithErrors() throws Exception {
        assertErrors(404, "invalid-value", operator.get("nothing"));
        assertErrors(404, "data-missing", operator.get("data/ietf-network:nothing"));
    }

    @Test
    void takesABodyOfAMegabyteAndRefusesFive() throws Exception {
        var nodes = IntStream.range(0, 30_000)
                .mapToObj("{\"node-id\": \"node-%08d\"}"::formatted)
                .collect(Collectors.joining(","));
        assertEquals(201, operator.put(LAB, network(nodes)).status());
        assertTrue(operator.get(LAB).body().contains("node-00029999"));
        var answer = operator.put(LAB, network("{\"node-id\": \"" + "x".repeat(5 << 20) + "\"}"));
        assertErrors(413, "too-big", answer);
        assertTrue(operator.get(LAB).body().contains("node-00029999"));
    }

    @Test
    void letsAViewerReadButNotWrite() throws Exception {
        operator.put(LAB, network("{\"node-id\": \"QUINTO\"}"));
        var viewer = client("viewer");
        assertEquals(200, viewer.get(LAB).status());
        assertErrors(403, "access-denied", viewer.put(LAB, network("{\"node-id\": \"NORTE\"}")));
        assertErrors(403, "access-denied", viewer.delete(LAB));
        assertFalse(operator.get(LAB).body().contains("NORTE"));
    }

    @Test
    void refusesAKnownAuthoritysCertificateWithoutARole() throws Exception {
        assertErrors(403, "access-denied", client("agent-QUINTO").get(LAB));
    }

    @Test
    void refusesAConnectionWithoutACertificate() throws Exception {
        var nobody = new RestconfClient(controller.restconfPort(), authority.ca(), Optional.empty());
        assertThrows(IOException.class, () -> nobody.get(LAB));
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        var stranger = new TestAuthority(folder.resolve("stranger"), "stranger");
        var impostor =
                new RestconfClient(controller.restconfPort(), authority.ca(), Optional.of(stranger.issue("operator")));
        assertThrows(IOException.class, () -> impostor.get(LAB));
    }

    @Test
    void showsANewSubscriberWhatThereIsAndThenEachChange() throws Exception {
        operator.put(LAB, network("{\"node-id\": \"QUINTO\"}"));
        var created =
                operator.send("POST", "operations/sal-remote:create-data-change-event-subscription", Optional.of("""
                        {"input": {"path": "/ietf-network:networks", "sal-remote-augment:datastore": "CONFIGURATION"}}
                        """));
        assertEquals(200, created.status(), created.body());
        var stream = created.body().replaceAll("(?s).*(urn:uuid:[0-9a-f-]+).*", "$1");
        try (var events = operator.follow("streams/json/" + stream)) {
            assertTrue(events.next().contains("QUINTO"));
            operator.put(LAB, network("{\"node-id\": \"NORTE\"}"));
            assertTrue(events.next().contains("NORTE"));
        }
    }

    @Test
    void servesCurlInEitherEncoding() throws Exception {
        Assumptions.assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, "curl"))),
                "curl is missing: install the Debian package curl");
        operator.put(LAB, network("{\"node-id\": \"QUINTO\"}"));
        var identity = authority.issue("operator");
        var process = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "--fail",
                        "--cacert",
                        identity.ca().toString(),
                        "--cert",
                        identity.certificate().toString(),
                        "--key",
                        identity.key().toString(),
                        "-H",
                        "accept: application/yang-data+xml",
                        "https://localhost:" + controller.restconfPort() + "/restconf/" + LAB)
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains("<node-id>QUINTO</node-id>"), output);
    }
}
