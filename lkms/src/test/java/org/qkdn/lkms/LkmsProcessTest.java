package org.qkdn.lkms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.LkmsProcess;
import org.qkdn.lkms.testing.SaeClient;

/** The LKMS as operators run it: a process with a file, killed and started again. */
class LkmsProcessTest {
    @TempDir
    Path directory;

    private LkmsPair pair;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
    }

    @AfterEach
    void stop() {
        pair.close();
    }

    @Test
    void killedAtAnyMomentItHandsOutNoKeyTwiceAndLosesNoneAcknowledged() throws Exception {
        pair.configureAndFill();
        pair.stop("A");
        int port = pair.fixPorts("A")[0];
        var handedOut = new HashMap<String, String>();
        var bytes = new HashSet<String>();
        try (var slave = pair.sae("B", "sae-b")) {
            for (int round = 0; round < 4; round++) {
                try (var process = LkmsProcess.start(pair.file("A"));
                        var master = new SaeClient(pair.pki, "sae-a", "A", port)) {
                    Eventually.holds("the process serves", () -> served(master).isPresent());
                    Eventually.holds(
                            "keys again", () -> master.get("sae-b/enc_keys").statusCode() == 200);
                    // once a key is out, at some moment of the requests that follow
                    Optional<Thread> killer = Optional.empty();
                    while (process.isAlive()) {
                        for (var key : keys(master).entrySet()) {
                            assertTrue(bytes.add(key.getValue()), "a key was handed out twice");
                            handedOut.put(key.getKey(), key.getValue());
                        }
                        if (killer.isEmpty() && !handedOut.isEmpty()) {
                            killer = Optional.of(
                                    Thread.ofVirtual().start(() -> killAfter(process, 5 + 60L * bytes.size() % 90)));
                        }
                    }
                    killer.orElseThrow().join();
                    assertTrue(process.errors().contains(" INFO "), process.errors());
                    assertFalse(process.errors().contains(" DEBUG "), "frames are logged, and keys with them");
                }
            }
            assertFalse(handedOut.isEmpty());
            for (var key : handedOut.entrySet()) {
                assertEquals(
                        Map.of(key.getKey(), key.getValue()),
                        SaeClient.keys(slave.get("sae-a/dec_keys?key_ID=" + key.getKey())));
            }
        }
    }

    private static void killAfter(LkmsProcess process, long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<HttpResponse<String>> served(SaeClient sae) throws InterruptedException {
        try {
            return Optional.of(sae.get("sae-b/status"));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Optional.empty();
        }
    }

    /** None where the process died first, or has none ready. */
    private static Map<String, String> keys(SaeClient master) throws Exception {
        try {
            var answer = master.get("sae-b/enc_keys?number=2");
            return answer.statusCode() == 503 ? Map.of() : SaeClient.keys(answer);
        } catch (IOException e) {
            return Map.of();
        }
    }

    @Test
    void faultsEndTheProcessWithOneLineAndACodeThatTellsWhetherTheFileIsAtFault() throws Exception {
        pair.stop("A");
        var good = Files.readString(pair.file("A"));
        refused(2, good.replace("saes:", "sea:"), "lkms.yaml", "'sea'");
        refused(4, good.replace("lkms-A.pem", "none.pem"), "none.pem does not exist");
        pair.pki.files("lkms-Z");
        refused(4, good.replace("lkms-A.", "lkms-Z."), "certificate of 'lkms-Z'", "give that of 'lkms-A'");
        try (var taken = new ServerSocket(0)) {
            var line = "etsi014: {host: 127.0.0.1, port: " + taken.getLocalPort() + "}";
            refused(4, good.replaceFirst("etsi014: .*", line), "cannot listen on 127.0.0.1:" + taken.getLocalPort());
            refused(4, good.replaceFirst("(?m)^grpc: .*", line.replace("etsi014", "grpc")), "grpc: cannot listen");
        }
        Files.delete(pair.state("A").resolve("kek.p12"));
        refused(4, good, "kek.p12 is missing", "restore that file");
    }

    private void refused(int code, String file, String... parts) throws Exception {
        Files.writeString(pair.file("A"), file);
        try (var process = LkmsProcess.start(pair.file("A"))) {
            assertEquals(code, process.exitCode());
            var errors = process.errors();
            assertEquals(1, errors.lines().count(), errors);
            for (var part : parts) {
                assertTrue(errors.contains(part), errors);
            }
        }
    }

    /** With curl, a client that is not ours. */
    @Test
    void curlFetchesAStatusAKeyAndTheSameKeyAtTheOtherEnd() throws Exception {
        pair.configureAndFill();
        var status = SaeClient.JSON.readTree(curl("A", "sae-a", "sae-b/status"));
        assertEquals("sae-b", status.path("slave_SAE_ID").asText());
        var key = SaeClient.JSON.readTree(curl("A", "sae-a", "sae-b/enc_keys", "-d", "{\"number\":1,\"size\":512}"));
        var id = key.path("keys").get(0).path("key_ID").asText();
        var same = SaeClient.JSON.readTree(curl("B", "sae-b", "sae-a/dec_keys?key_ID=" + id));
        assertEquals(key, same);
        var used = SaeClient.JSON.readTree(
                curl("B", "sae-b", "sae-a/dec_keys", "-d", "{\"key_IDs\":[{\"key_ID\":\"" + id + "\"}]}"));
        assertEquals(
                "one or more keys specified are not found on KME",
                used.path("message").asText());
    }

    private String curl(String node, String sae, String path, String... more) throws Exception {
        var files = pair.pki.files(sae);
        var command = new ArrayList<>(List.of(
                "curl",
                "-s",
                "--cacert",
                files.ca().toString(),
                "--cert",
                files.certificate().toString(),
                "--key",
                files.key().toString()));
        command.addAll(List.of(more));
        command.add("https://127.0.0.1:" + pair.lkms(node).ports().etsi014() + "/api/v1/keys/" + path);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), answer);
        return answer;
    }
}
