package org.qkdn.lkms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;

/** What curl reads of an LKMS's metrics. */
class MetricsTest {
    @TempDir
    Path directory;

    private LkmsPair pair;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
        pair.configureAndFill();
        pair.stop("A");
        Files.writeString(pair.file("A"), """
                metrics: {host: 127.0.0.1, port: 0, readers: [prometheus]}
                skip:
                  localSystemId: KP_A
                  remoteSystems: [{id: KP_B, sae: sae-b}]
                  certificates: {host: 127.0.0.1, port: 0}
                """, StandardOpenOption.APPEND);
        pair.start("A");
    }

    @AfterEach
    void stop() {
        pair.close();
    }

    private record Answer(int exit, String text) {}

    private Answer curl(String reader) throws Exception {
        var files = pair.pki.files(reader);
        var process = new ProcessBuilder(
                        "curl",
                        "-sSf",
                        "--cacert",
                        files.ca().toString(),
                        "--cert",
                        files.certificate().toString(),
                        "--key",
                        files.key().toString(),
                        "https://127.0.0.1:" + pair.lkms("A").ports().metrics() + "/metrics")
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), text);
    }

    private String metrics() throws Exception {
        var answer = curl("prometheus");
        assertEquals(0, answer.exit, answer.text);
        return answer.text;
    }

    private static void has(String metrics, String line) {
        assertTrue(metrics.lines().anyMatch(line::equals), line + " not in\n" + metrics);
    }

    @Test
    void namesAreThereAndValuesMove() throws Exception {
        has(metrics(), "qkdn_lkms_keys_delivered_total{interface=\"etsi014\",method=\"enc_keys\"} 0.0");
        String id;
        try (var master = pair.sae("A", "sae-a")) {
            var drawn = master.get("sae-b/enc_keys?number=3");
            id = SaeClient.keys(drawn).keySet().iterator().next();
            assertEquals(400, master.get("sae-b/enc_keys?size=1").statusCode());
            assertEquals(503, master.get("sae-b2/enc_keys").statusCode());
        }
        try (var other = pair.sae("A", "sae-a2")) {
            assertEquals(400, other.get("sae-b/dec_keys?key_ID=" + id).statusCode());
        }
        var metrics = metrics();
        has(metrics, "qkdn_lkms_keys_delivered_total{interface=\"etsi014\",method=\"enc_keys\"} 3.0");
        has(metrics, "qkdn_lkms_key_bits_delivered_total{interface=\"etsi014\",method=\"enc_keys\"} 768.0");
        has(
                metrics,
                "qkdn_lkms_requests_refused_total{interface=\"etsi014\",method=\"enc_keys\",reason=\"bad-request\"} 1.0");
        has(
                metrics,
                "qkdn_lkms_requests_refused_total{interface=\"etsi014\",method=\"enc_keys\",reason=\"no-keys\"} 1.0");
        has(
                metrics,
                "qkdn_lkms_requests_refused_total{interface=\"etsi014\",method=\"dec_keys\",reason=\"bad-request\"} 1.0");
        has(metrics, "qkdn_lkms_requests_seconds_count{interface=\"etsi014\",method=\"enc_keys\"} 3");
        Eventually.holds("levels are there", () -> metrics()
                .contains("qkdn_lkms_store_bits{id=\"" + LkmsPair.APP + "\",kind=\"application\",owner=\"own\"}"));
        assertTrue(metrics().contains("qkdn_lkms_store_filled_bits{id=\"" + LkmsPair.APP + "\",kind=\"application\"}"));
        assertFalse(metrics().contains("sae-"), metrics());
    }

    @Test
    void otherInterfacesAndWhatFillsTheStoresAreCountedToo() throws Exception {
        try (var encryptor =
                new SaeClient(pair.pki, "sae-a", "A", pair.lkms("A").ports().skip())) {
            assertEquals(
                    200,
                    encryptor
                            .send("GET", "/key?remoteSystemID=KP_B&size=128", "")
                            .statusCode());
            assertEquals(
                    400, encryptor.send("GET", "/key?remoteSystemID=KP_C", "").statusCode());
        }
        try (var streaming = pair.sae("A", "sae-a")) {
            var answer = streaming.send(
                    "POST", "/api/v1/qkd004/get_key", "{\"Key_stream_ID\":\"" + UUID.randomUUID() + "\"}");
            assertEquals(4, SaeClient.json(answer).path("status").asInt(), answer.body());
        }
        var metrics = metrics();
        has(metrics, "qkdn_lkms_keys_delivered_total{interface=\"skip\",method=\"new_key\"} 1.0");
        has(metrics, "qkdn_lkms_key_bits_delivered_total{interface=\"skip\",method=\"new_key\"} 128.0");
        has(
                metrics,
                "qkdn_lkms_requests_refused_total{interface=\"skip\",method=\"new_key\",reason=\"bad-request\"} 1.0");
        has(
                metrics,
                "qkdn_lkms_requests_refused_total{interface=\"etsi004\",method=\"get_key\",reason=\"unknown-stream\"} 1.0");
        has(metrics, "qkdn_lkms_streams_open 0.0");
        for (var outcome : List.of("done", "failed", "mismatch")) {
            assertTrue(metrics.contains("qkdn_lkms_filling_blocks_total{outcome=\"" + outcome + "\"}"), metrics);
        }
    }

    @Test
    void onlyReadersRead() throws Exception {
        assertNotEquals(0, curl("sae-a").exit);
    }
}
