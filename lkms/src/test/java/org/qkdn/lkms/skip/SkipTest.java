package org.qkdn.lkms.skip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.OpenSsl;
import org.qkdn.lkms.testing.SaeClient;

class SkipTest {
    private static final Map<String, String> PSK = Map.of("A", "0a".repeat(32), "B", "0b".repeat(48));

    @TempDir
    Path directory;

    private LkmsPair pair;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
        for (var node : List.of("A", "B")) {
            pair.stop(node);
            var key = pair.file(node).resolveSibling("encryptor.hex");
            Files.writeString(key, PSK.get(node) + "\n");
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(
                    pair.file(node),
                    skip(node, LkmsPair.other(node), LkmsPair.other(node).toLowerCase(java.util.Locale.ROOT)),
                    StandardOpenOption.APPEND);
            pair.start(node);
        }
        pair.configureAndFill();
    }

    private static String skip(String node, String other, String otherLower) {
        return """
                skip:
                  localSystemId: KP_%1$s_LOC
                  remoteSystems:
                    - {id: "KP_%2$s_*", sae: sae-%3$s}
                    - {id: OTHER, sae: sae-none, forSae: sae-%3$s2}
                  certificates: {host: 127.0.0.1, port: 0}
                  psk: {host: 127.0.0.1, port: 0}
                  clients:
                    - {identity: encryptor-%1$s, sae: %4$s, keyFile: encryptor.hex}
                """.formatted(node, other, otherLower, LkmsPair.SAES.get(node).getFirst());
    }

    @AfterEach
    void stop() {
        pair.close();
    }

    private SaeClient client(String node, String sae) throws Exception {
        return new SaeClient(pair.pki, sae, node, pair.lkms(node).ports().skip());
    }

    private OpenSsl openssl(String node) {
        return new OpenSsl(directory, pair.lkms(node).ports().skipPsk());
    }

    private static HttpResponse<String> get(SaeClient client, String target) throws Exception {
        return client.send("GET", target, "");
    }

    private static JsonNode json(String text) throws Exception {
        return SaeClient.JSON.readTree(text);
    }

    @Test
    void bothEndsGetTheSameKeyOnceEach() throws Exception {
        var seen = new HashSet<String>();
        try (var initiator = client("A", "sae-a");
                var responder = client("B", "sae-b")) {
            for (var size : List.of("", "&size=64", "&size=256", "&size=1024")) {
                var drawn = get(initiator, "/key?remoteSystemID=KP_B_LOC" + size);
                assertEquals(200, drawn.statusCode(), drawn.body());
                var key = json(drawn.body());
                var id = key.path("keyId").asText();
                assertTrue(id.matches("[0-9a-f]{32}"), id);
                int bits = size.isEmpty() ? 256 : Integer.parseInt(size.substring(6));
                assertEquals(bits / 4, key.path("key").asText().length());
                assertTrue(seen.add(key.path("key").asText()));
                var path = "/key/" + id + "?remoteSystemID=KP_A_LOC";
                var fetched = get(responder, path);
                assertEquals(200, fetched.statusCode());
                assertEquals(key, json(fetched.body()));
                assertEquals(400, get(responder, path).statusCode());
            }
        }
    }

    @Test
    void keyDrawnBySkipIsTheKeyOfItsIdInEtsi014() throws Exception {
        try (var initiator = client("A", "sae-a");
                var slave = pair.sae("B", "sae-b")) {
            var key = json(get(initiator, "/key?remoteSystemID=KP_B_LOC").body());
            var hex = key.path("keyId").asText();
            var id = new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
            var fetched = SaeClient.keys(slave.get("sae-a/dec_keys?key_ID=" + id));
            assertEquals(
                    key.path("key").asText(),
                    HexFormat.of().formatHex(Base64.getDecoder().decode(fetched.get(id.toString()))));
        }
    }

    @Test
    void capabilitiesNameThisSystemAndThoseItsClientMayAskFor() throws Exception {
        try (var first = client("A", "sae-a");
                var second = client("A", "sae-a2")) {
            var body = json(get(first, "/capabilities").body());
            assertTrue(body.path("entropy").isBoolean() && body.path("key").asBoolean());
            assertEquals("KP_A_LOC", body.path("localSystemID").asText());
            assertEquals("[\"KP_B_*\"]", body.path("remoteSystemID").toString());
            assertFalse(body.path("algorithm").asText().isEmpty());
            assertEquals(body, json(get(second, "/capabilities").body()));
        }
    }

    @Test
    void entropyHasAtLeastTheBitsAskedFor() throws Exception {
        try (var client = client("A", "sae-a")) {
            for (var bits : List.of(1, 8, 100, 256, 8192)) {
                var body = json(get(client, "/entropy?minentropy=" + bits).body());
                assertTrue(body.path("minentropy").asInt() >= bits);
                assertEquals(
                        body.path("minentropy").asInt() / 4,
                        body.path("randomStr").asText().length());
            }
            assertEquals(
                    256, json(get(client, "/entropy").body()).path("minentropy").asInt());
        }
    }

    @Test
    void badRequestsAreRefusedWithTheReasonAndTakeNoKey() throws Exception {
        long before = LkmsPair.applicationLevel(pair.report("A"));
        try (var client = client("A", "sae-a")) {
            for (var target : List.of(
                    "/key",
                    "/key?remoteSystemID=KP_X",
                    "/key?remoteSystemID=KP_B_LOC&remoteSystemID=KP_B_LOC",
                    "/key?remoteSystemID=KP_B_LOC&size=0",
                    "/key?remoteSystemID=KP_B_LOC&size=-256",
                    "/key?remoteSystemID=KP_B_LOC&size=255",
                    "/key?remoteSystemID=KP_B_LOC&size=1032",
                    "/key?remoteSystemID=KP_B_LOC&size=99999999999999999999",
                    "/key/",
                    "/key/12?remoteSystemID=KP_B_LOC",
                    "/key/" + "g".repeat(32) + "?remoteSystemID=KP_B_LOC",
                    "/key/" + "a".repeat(32) + "/x?remoteSystemID=KP_B_LOC",
                    "/key/" + "a".repeat(32),
                    "/key/" + "a".repeat(32) + "?remoteSystemID=KP_B_LOC",
                    "/key?remoteSystemID=OTHER",
                    "/entropy?minentropy=0",
                    "/entropy?minentropy=8193",
                    "/entropy?minentropy=x")) {
                var answer = get(client, target);
                assertEquals(400, answer.statusCode(), target);
                assertFalse(json(answer.body()).path("message").asText().isEmpty(), target);
            }
            assertEquals(404, get(client, "/keys").statusCode());
            assertEquals(404, get(client, "/api/v1/keys/sae-b/enc_keys").statusCode());
            for (var method : List.of("POST", "PUT", "DELETE", "HEAD")) {
                assertEquals(
                        405,
                        client.send(method, "/key?remoteSystemID=KP_B_LOC", "").statusCode());
            }
        }
        assertEquals(before, LkmsPair.applicationLevel(pair.report("A")));
    }

    @Test
    void keyOfAnotherSaeIsUnknown() throws Exception {
        try (var initiator = client("A", "sae-a");
                var other = client("B", "sae-b2");
                var responder = client("B", "sae-b")) {
            var id = json(get(initiator, "/key?remoteSystemID=KP_B_LOC").body())
                    .path("keyId")
                    .asText();
            var path = "/key/" + id + "?remoteSystemID=KP_A_LOC";
            assertEquals(400, get(other, path).statusCode());
            assertEquals(200, get(responder, path).statusCode());
        }
    }

    @Test
    void pairWithoutKeyAssociationIsToldToRetryAndReportedAsRequested() throws Exception {
        try (var client = client("A", "sae-a2")) {
            assertEquals(503, get(client, "/key?remoteSystemID=KP_B_LOC").statusCode());
        }
        assertEquals("sae-a2", pair.report("A").getRequested(0).getMasterSaeId());
    }

    @Test
    void opensslGetsTheSameKeyAtBothEndsOverPreSharedKeys() throws Exception {
        var a = openssl("A");
        var b = openssl("B");
        for (var suite : List.of("DHE-PSK-AES256-CBC-SHA384", "DHE-PSK-AES256-GCM-SHA384")) {
            var drawn = a.tls12(suite, "encryptor-A", PSK.get("A"), "/key?remoteSystemID=KP_B_LOC");
            assertEquals(200, drawn.status(), drawn.body());
            var path = "/key/" + json(drawn.body()).path("keyId").asText() + "?remoteSystemID=KP_A_LOC";
            var fetched = b.tls13("encryptor-B", PSK.get("B"), path);
            assertEquals(200, fetched.status(), fetched.body());
            assertEquals(json(drawn.body()), json(fetched.body()));
        }
        var capabilities = a.tls13("encryptor-A", PSK.get("A"), "/capabilities");
        assertEquals("KP_A_LOC", json(capabilities.body()).path("localSystemID").asText());
        var entropy = a.tls12("DHE-PSK-AES256-CBC-SHA384", "encryptor-A", PSK.get("A"), "/entropy?minentropy=8192");
        assertEquals(2048, json(entropy.body()).path("randomStr").asText().length());
    }

    @Test
    void unknownIdentityAndWrongKeyFailAlike() throws Exception {
        var a = openssl("A");
        var suite = "DHE-PSK-AES256-CBC-SHA384";
        for (var strangers : List.of(
                List.of(
                        a.tls12(suite, "nobody", PSK.get("A"), "/capabilities"),
                        a.tls12(suite, "encryptor-A", PSK.get("B"), "/capabilities")),
                List.of(
                        a.tls13("nobody", PSK.get("A"), "/capabilities"),
                        a.tls13("encryptor-A", PSK.get("B"), "/capabilities")))) {
            strangers.forEach(reply -> assertEquals(0, reply.status(), reply.body()));
            assertEquals(alert(strangers.getFirst()), alert(strangers.getLast()));
        }
        Eventually.holds("each attempt is in the audit log", () -> {
            var audit = audited("A");
            return audit.split("psk-handshake-refused", -1).length == 5
                    && audit.contains("the identity is unknown")
                    && audit.contains("the key of the identity is wrong");
        });
    }

    private String audited(String node) throws Exception {
        var text = new StringBuilder();
        try (var files = Files.walk(pair.state(node).resolve("audit"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    private static String alert(OpenSsl.Reply reply) {
        return reply.body().replaceFirst("(?s).*(SSL alert number \\d+).*", "$1");
    }

    @Test
    void nothingButPreSharedKeysWithForwardSecrecyAndSha384IsSpoken() throws Exception {
        var a = openssl("A");
        for (var options : List.of(
                List.of("-tls1_3"),
                List.of("-tls1_2"),
                List.of("-tls1_3", "-psk_identity", "encryptor-A", "-psk", PSK.get("A")),
                List.of(
                        "-tls1_2",
                        "-cipher",
                        "PSK-AES256-GCM-SHA384",
                        "-psk_identity",
                        "encryptor-A",
                        "-psk",
                        PSK.get("A")),
                List.of(
                        "-tls1_2",
                        "-cipher",
                        "DHE-PSK-AES128-GCM-SHA256",
                        "-psk_identity",
                        "encryptor-A",
                        "-psk",
                        PSK.get("A")))) {
            assertEquals(0, a.get(options, "/capabilities").status(), options.toString());
        }
    }
}
