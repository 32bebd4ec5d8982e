package org.qkdn.lkms.api014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;

/** Every answer of the key delivery API (ETSI GS QKD 014), over real TLS connections. */
class Etsi014Test {
    private static final String NOT_FOUND = "one or more keys specified are not found on KME";

    @TempDir
    static Path directory;

    private static LkmsPair pair;
    private static SaeClient master;
    private static SaeClient slave;

    @BeforeAll
    static void start() throws Exception {
        pair = new LkmsPair(directory);
        pair.configureAndFill();
        master = pair.sae("A", "sae-a");
        slave = pair.sae("B", "sae-b");
    }

    @AfterAll
    static void stop() {
        master.close();
        slave.close();
        pair.close();
    }

    private static Map<String, String> newKeys(int number) throws Exception {
        return SaeClient.keys(served(() -> master.get("sae-b/enc_keys?number=" + number)));
    }

    /** The tests share a store and empty it: asks again until it has been filled. */
    private static HttpResponse<String> served(Callable<HttpResponse<String>> request) throws Exception {
        var answers = new ArrayList<HttpResponse<String>>();
        Eventually.holds("keys", () -> {
            answers.add(request.call());
            return answers.getLast().statusCode() != 503;
        });
        return answers.getLast();
    }

    private static void bad(String message, HttpResponse<String> answer) throws Exception {
        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(message, SaeClient.json(answer).path("message").asText());
        assertEquals(
                "application/json", answer.headers().firstValue("content-type").orElse(""));
    }

    private static void unauthorized(HttpResponse<String> answer) {
        assertEquals(401, answer.statusCode(), answer.body());
        assertEquals("", answer.body());
    }

    @Test
    void statusHasAllMembers() throws Exception {
        var answer = master.get("sae-b/status");
        assertEquals(200, answer.statusCode());
        var status = SaeClient.json(answer);
        var names = new ArrayList<String>();
        status.fieldNames().forEachRemaining(names::add);
        assertEquals(
                List.of(
                        "source_KME_ID",
                        "target_KME_ID",
                        "master_SAE_ID",
                        "slave_SAE_ID",
                        "key_size",
                        "stored_key_count",
                        "max_key_count",
                        "max_key_per_request",
                        "max_key_size",
                        "min_key_size",
                        "max_SAE_ID_count",
                        "status_extension"),
                names);
        assertEquals("kme-A", status.path("source_KME_ID").asText());
        assertEquals("kme-B", status.path("target_KME_ID").asText());
        assertEquals("sae-a", status.path("master_SAE_ID").asText());
        assertEquals("sae-b", status.path("slave_SAE_ID").asText());
        assertEquals(256, status.path("key_size").asInt());
        assertEquals(64, status.path("min_key_size").asInt());
        assertEquals(1024, status.path("max_key_size").asInt());
        assertEquals(8, status.path("max_SAE_ID_count").asInt(-1));
        assertEquals(
                "{\"qkdn_extensions\":[\"qkdn_route_class\",\"qkdn_min_disjoint_paths\",\"qkdn_max_age\"]}",
                status.path("status_extension").toString());
        assertEquals(32, status.path("max_key_per_request").asInt());
        assertTrue(status.path("stored_key_count").asInt()
                <= status.path("max_key_count").asInt());
    }

    @Test
    void getAndPostFormsAndDefaultsAgree() throws Exception {
        for (var answer : List.of(
                served(() -> master.get("sae-b/enc_keys")),
                served(() -> master.post("sae-b/enc_keys", "{}")),
                served(() -> master.post("sae-b/enc_keys", "{\"number\":1,\"size\":256}")),
                served(() -> master.get("sae-b/enc_keys?number=1&size=256")))) {
            var keys = SaeClient.json(answer).path("keys");
            assertEquals(1, keys.size(), answer.body());
            assertEquals(32, keys.get(0).path("key").binaryValue().length);
            var id = UUID.fromString(keys.get(0).path("key_ID").asText());
            assertEquals(8, id.version());
            assertEquals(SaeClient.keys(answer), SaeClient.keys(slave.get("sae-a/dec_keys?key_ID=" + id)));
        }
    }

    @Test
    void answersThatHoldKeysForbidCaching() throws Exception {
        assertEquals(
                "no-store",
                served(() -> master.get("sae-b/enc_keys"))
                        .headers()
                        .firstValue("cache-control")
                        .orElse(""));
    }

    @Test
    void sizesAreLimitedByTheStatus() throws Exception {
        bad("size shall be a multiple of 8", master.get("sae-b/enc_keys?size=255"));
        bad("size shall be a multiple of 8", master.post("sae-b/enc_keys", "{\"size\":65}"));
        for (var size : List.of("56", "1032", "0", "-8")) {
            bad("size shall be between min_key_size and max_key_size", master.get("sae-b/enc_keys?size=" + size));
        }
        assertEquals(200, served(() -> master.get("sae-b/enc_keys?size=64")).statusCode());
        assertEquals(200, served(() -> master.get("sae-b/enc_keys?size=1024")).statusCode());
    }

    @Test
    void numberIsLimitedByTheStatus() throws Exception {
        for (var number : List.of("0", "-1", "33", "999999999999")) {
            bad("number shall be between 1 and max_key_per_request", master.get("sae-b/enc_keys?number=" + number));
        }
    }

    @Test
    void numbersThatAreNoneAreRefused() throws Exception {
        for (var body : List.of(
                "{\"number\":\"3\"}",
                "{\"number\":1.5}",
                "{\"number\":null}",
                "{\"number\":[1]}",
                "{\"number\":1e2}")) {
            bad("number shall be an integer", master.post("sae-b/enc_keys", body));
        }
        bad("size shall be an integer", master.post("sae-b/enc_keys", "{\"size\":\"256\"}"));
        for (var query : List.of("number=abc", "number=", "number=1&number=2", "number=99999999999999999999")) {
            bad("number shall be one integer", master.get("sae-b/enc_keys?" + query));
        }
    }

    @Test
    void bodiesThatAreNoJsonObjectAreRefused() throws Exception {
        for (var body : List.of("", "[]", "{", "null", "3", "{} {}", "{\"number\":1,\"number\":2}", "\u0001")) {
            bad("the body shall be a JSON object", master.post("sae-b/enc_keys", body));
            bad("the body shall be a JSON object", slave.post("sae-a/dec_keys", body));
        }
    }

    @Test
    void unknownMandatoryExtensionsAreRefusedAndOptionalOnesIgnored() throws Exception {
        var refused = master.post(
                "sae-b/enc_keys",
                "{\"extension_mandatory\":[{\"abc_route_type\":\"direct\"},{\"qkdn_max_age\":9,\"abc_x\":null}]}");
        bad("not all extension_mandatory parameters are supported", refused);
        var details = SaeClient.json(refused).path("details");
        assertEquals(
                List.of("abc_route_type is not supported", "abc_x is not supported"),
                List.of(
                        details.path(0).path("extension_mandatory_unsupported").asText(),
                        details.path(1).path("extension_mandatory_unsupported").asText()));
        for (var body : List.of(
                "{\"extension_optional\":[{\"abc_max_age\":30000}]}",
                "{\"extension_optional\":[{\"qkdn_max_age\":\"x\",\"qkdn_route_class\":7}]}",
                "{\"extension_mandatory\":[],\"unknown\":1}")) {
            assertEquals(200, served(() -> master.post("sae-b/enc_keys", body)).statusCode(), body);
        }
        for (var name : List.of("extension_mandatory", "extension_optional")) {
            for (var value : List.of("{}", "null", "[1]", "\"x\"", "[[]]")) {
                bad(
                        name + " shall be an array of objects",
                        master.post("sae-b/enc_keys", "{\"" + name + "\":" + value + "}"));
            }
            bad(name + " needs the POST form", master.get("sae-b/enc_keys?" + name + "=1"));
        }
    }

    @Test
    void malformedValuesOfMandatoryExtensionsAreNamed() throws Exception {
        for (var value : List.of("\"Direct\"", "1", "null", "[]")) {
            bad(
                    "qkdn_route_class shall be \"direct\" or \"relayed\"",
                    master.post("sae-b/enc_keys", "{\"extension_mandatory\":[{\"qkdn_route_class\":" + value + "}]}"));
        }
        for (var name : List.of("qkdn_min_disjoint_paths", "qkdn_max_age")) {
            for (var value : List.of("0", "-1", "1.5", "\"1\"", "1e3", "99999999999999999999")) {
                bad(
                        name + " shall be an integer of at least 1",
                        master.post("sae-b/enc_keys", "{\"extension_mandatory\":[{\"" + name + "\":" + value + "}]}"));
            }
        }
        bad(
                "extension_mandatory names qkdn_max_age twice",
                master.post("sae-b/enc_keys", "{\"extension_mandatory\":[{\"qkdn_max_age\":1},{\"qkdn_max_age\":1}]}"));
    }

    @Test
    void extensionsChooseKeysByTheirOriginAndTheAnswersOfBothEndsTellIt() throws Exception {
        var met = served(() -> master.post(
                "sae-b/enc_keys",
                "{\"extension_mandatory\":[{\"qkdn_route_class\":\"direct\",\"qkdn_min_disjoint_paths\":1},"
                        + "{\"qkdn_max_age\":3600}]}"));
        var key = SaeClient.json(met).path("keys").get(0);
        assertEquals(
                "{\"qkdn_route_class\":\"direct\",\"qkdn_paths\":1}",
                key.path("key_extension").toString());
        var same = slave.get("sae-a/dec_keys?key_ID=" + key.path("key_ID").asText());
        assertEquals(SaeClient.json(met), SaeClient.json(same));
        for (var unmet : List.of("{\"qkdn_route_class\":\"relayed\"}", "{\"qkdn_min_disjoint_paths\":2}")) {
            bad(
                    "not all extension_mandatory request options could be met",
                    served(() -> master.post("sae-b/enc_keys", "{\"extension_mandatory\":[" + unmet + "]}")));
            assertEquals(
                    200,
                    served(() -> master.post("sae-b/enc_keys", "{\"extension_optional\":[" + unmet + "]}"))
                            .statusCode());
        }
    }

    @Test
    void additionalSlavesAreHeldAgainstTheStatusAndMustHaveAnAssociation() throws Exception {
        for (var value : List.of("\"sae-b2\"", "null", "{}", "[1]", "[null]")) {
            bad(
                    "additional_slave_SAE_IDs shall be an array of strings",
                    master.post("sae-b/enc_keys", "{\"additional_slave_SAE_IDs\":" + value + "}"));
        }
        var nine = new ArrayList<String>();
        for (int i = 0; i < 9; i++) {
            nine.add("\"sae-" + i + "\"");
        }
        bad(
                "too many additional_slave_SAE_IDs",
                master.post("sae-b/enc_keys", "{\"additional_slave_SAE_IDs\":" + nine + "}"));
        for (var name : List.of("", " ", "\\u0000", "\\ud800", "a".repeat(256))) {
            bad(
                    "one of additional_slave_SAE_IDs is not a name of at most 255 characters",
                    master.post("sae-b/enc_keys", "{\"additional_slave_SAE_IDs\":[\"" + name + "\"]}"));
        }
        for (var names : List.of("\"sae-b\"", "\"sae-a\"", "\"sae-a2\",\"sae-a2\"")) {
            bad(
                    "master and slave SAEs shall be different from each other",
                    master.post("sae-b/enc_keys", "{\"additional_slave_SAE_IDs\":[" + names + "]}"));
        }
        assertEquals(
                503,
                master.post("sae-b/enc_keys", "{\"additional_slave_SAE_IDs\":[\"sae-b2\"]}")
                        .statusCode());
        assertEquals(
                200,
                served(() -> master.post("sae-b/enc_keys", "{\"additional_slave_SAE_IDs\":[]}"))
                        .statusCode());
    }

    @Test
    void usedKeyIsNotFoundAndAMixOfGoodAndUsedConsumesNothing() throws Exception {
        var keys = newKeys(3);
        var ids = List.copyOf(keys.keySet());
        assertEquals(200, slave.get("sae-a/dec_keys?key_ID=" + ids.get(0)).statusCode());
        bad(NOT_FOUND, slave.get("sae-a/dec_keys?key_ID=" + ids.get(0)));
        bad(NOT_FOUND, slave.post("sae-a/dec_keys", SaeClient.keyIds(ids)));
        bad(NOT_FOUND, slave.post("sae-a/dec_keys", SaeClient.keyIds(List.of(ids.get(1), ids.get(1)))));
        var rest = SaeClient.keys(slave.post("sae-a/dec_keys", SaeClient.keyIds(ids.subList(1, 3))));
        assertEquals(keys.get(ids.get(1)), rest.get(ids.get(1)));
        assertEquals(keys.get(ids.get(2)), rest.get(ids.get(2)));
    }

    @Test
    void keyOfOthersIsUnauthorizedAndStays() throws Exception {
        var id = newKeys(1).keySet().iterator().next();
        try (var foreign = pair.sae("B", "sae-b2")) {
            unauthorized(foreign.get("sae-a/dec_keys?key_ID=" + id));
            unauthorized(foreign.post(
                    "sae-a/dec_keys", SaeClient.keyIds(List.of(UUID.randomUUID().toString(), id))));
        }
        bad(NOT_FOUND, slave.get("sae-a2/dec_keys?key_ID=" + id));
        assertEquals(200, slave.get("sae-a/dec_keys?key_ID=" + id).statusCode());
    }

    @Test
    void keyIdWithAnyBitChangedIsRefusedAndConsumesNothing() throws Exception {
        var id = UUID.fromString(newKeys(1).keySet().iterator().next());
        for (int bit = 0; bit < 128; bit++) {
            long high = bit < 64 ? id.getMostSignificantBits() ^ 1L << bit : id.getMostSignificantBits();
            long low = bit < 64 ? id.getLeastSignificantBits() : id.getLeastSignificantBits() ^ 1L << (bit - 64);
            bad(NOT_FOUND, slave.get("sae-a/dec_keys?key_ID=" + new UUID(high, low)));
        }
        assertEquals(200, slave.get("sae-a/dec_keys?key_ID=" + id).statusCode());
    }

    @Test
    void masterCannotCollectItsOwnKeyAgain() throws Exception {
        var id = newKeys(1).keySet().iterator().next();
        bad(NOT_FOUND, master.get("sae-b/dec_keys?key_ID=" + id));
    }

    @Test
    void malformedKeyIdsAreRefused() throws Exception {
        for (var query : List.of("", "?key_ID=", "?key_ID=abc", "?key_ID=1-2-3-4-5")) {
            assertEquals(400, slave.get("sae-a/dec_keys" + query).statusCode(), query);
        }
        var two = "?key_ID=" + UUID.randomUUID() + "&key_ID=" + UUID.randomUUID();
        bad("the GET form needs exactly one key_ID", slave.get("sae-a/dec_keys" + two));
        for (var body : List.of(
                "{}",
                "{\"key_IDs\":[]}",
                "{\"key_IDs\":\"x\"}",
                "{\"key_IDs\":[\"x\"]}",
                "{\"key_IDs\":[{}]}",
                "{\"key_IDs\":[{\"key_ID\":5}]}",
                "{\"key_IDs\":[{\"key_ID\":\"x\"}]}")) {
            assertEquals(400, slave.post("sae-a/dec_keys", body).statusCode(), body);
        }
        bad(NOT_FOUND, slave.get("sae-a/dec_keys?key_ID=" + UUID.randomUUID()));
    }

    @Test
    void unregisteredSaeGetsNothingNotEvenAReason() throws Exception {
        try (var stranger = pair.sae("A", "sae-x")) {
            unauthorized(stranger.get("sae-b/status"));
            unauthorized(stranger.get("sae-b/enc_keys"));
            unauthorized(stranger.post("sae-b/dec_keys", "{"));
            unauthorized(stranger.send("DELETE", "/nowhere", ""));
        }
        try (var elsewhere = pair.sae("A", "sae-b")) {
            unauthorized(elsewhere.get("sae-a/enc_keys"));
        }
    }

    @Test
    void pairWithoutAssociationIsToldToRetry() throws Exception {
        var answer = master.get("sae-b2/enc_keys");
        assertEquals(503, answer.statusCode());
        assertTrue(SaeClient.json(answer).path("message").asText().contains("requested from the controller"));
        bad("master and slave SAE are the same", master.get("sae-a/enc_keys"));
    }

    @Test
    void shortageTellsHowManyKeysThereAre() throws Exception {
        pair.forwarding("A").cut(true);
        try {
            Eventually.holds("the store is used up", () -> {
                var answer = master.get("sae-b/enc_keys?number=16");
                if (answer.statusCode() == 200) {
                    return false;
                }
                assertEquals(503, answer.statusCode());
                JsonNode details = SaeClient.json(answer).path("details").get(0);
                assertEquals(16, details.path("needed").asInt());
                assertTrue(details.path("available").asInt(-1) >= 0);
                return true;
            });
        } finally {
            pair.forwarding("A").cut(false);
        }
    }

    @Test
    void encodedSaeIdsAreDecodedOnce() throws Exception {
        assertEquals(200, master.get("sae%2Db/status").statusCode());
        assertEquals(503, master.get("x%2Fy%20%C3%A9/status").statusCode());
        var requested = pair.report("A").getRequestedList();
        assertTrue(requested.stream().anyMatch(one -> one.getSlaveSaeId().equals("x/y é")), requested.toString());
        assertEquals(503, master.get("sae%252Db/status").statusCode());
        for (var absurd : List.of("%00", "%0A", "%FF", "%20", "a".repeat(256))) {
            assertEquals(400, master.get(absurd + "/status").statusCode(), absurd);
        }
    }

    @Test
    void wrongMethodsAndPathsAreRefused() throws Exception {
        for (var method : List.of("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")) {
            assertEquals(
                    405, master.send(method, "/api/v1/keys/sae-b/enc_keys", "").statusCode(), method);
        }
        var status = master.send("POST", "/api/v1/keys/sae-b/status", "{}");
        assertEquals(405, status.statusCode());
        assertEquals("GET", status.headers().firstValue("allow").orElse(""));
        for (var path : List.of(
                "/",
                "/api/v1/keys",
                "/api/v1/keys/sae-b",
                "/api/v1/keys/sae-b/",
                "/api/v1/keys//status",
                "/api/v1/keys/sae-b/status/",
                "/api/v1/keys/a/b/status",
                "/api/v2/keys/sae-b/status")) {
            assertEquals(404, master.send("GET", path, "").statusCode(), path);
        }
    }

    @Test
    void oversizedBodyIsRefused() throws Exception {
        assertEquals(
                413,
                master.post("sae-b/enc_keys", "{\"x\":\"" + "y".repeat(70_000) + "\"}")
                        .statusCode());
        assertEquals(200, master.get("sae-b/status").statusCode());
    }

    @Test
    void clientWithoutCertificateAndPlainTextAreRefused() throws Exception {
        int port = pair.lkms("A").ports().etsi014();
        var anonymous = SSLContext.getInstance("TLSv1.3");
        anonymous.init(null, new TrustManager[] {new TrustsAnyone()}, null);
        try (var client = HttpClient.newBuilder().sslContext(anonymous).build()) {
            var request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/api/v1/keys/sae-b/status"))
                    .build();
            assertThrows(IOException.class, () -> client.send(request, HttpResponse.BodyHandlers.ofString()));
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET /api/v1/keys/sae-b/status HTTP/1.1\r\nHost: x\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertFalse(answer.contains("HTTP"), answer);
        }
    }

    @Test
    void requestsSentWithoutWaitingAreAnsweredInTheirOrder() throws Exception {
        var tls = pair.pki.identity("sae-a").jdkClient("lkms-A");
        try (var socket = tls.getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), pair.lkms("A").ports().etsi014())) {
            var requests = new StringBuilder();
            for (var path : List.of("sae-b/status", "sae-a/status", "sae-b/nothing", "sae-b2/status")) {
                requests.append("GET /api/v1/keys/").append(path).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            requests.append("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
            var text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var codes = text.lines()
                    .filter(line -> line.contains("HTTP/1.1 "))
                    .map(line -> line.replaceAll(".*HTTP/1.1 (\\d+).*", "$1"))
                    .toList();
            assertEquals(List.of("200", "400", "404", "503", "404"), codes);
        }
    }

    private static final class TrustsAnyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }
}
