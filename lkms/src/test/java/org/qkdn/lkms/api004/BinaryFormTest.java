package org.qkdn.lkms.api004;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.LkmsPair;

/**
 * The binary form byte for byte, as UC3M's clients send and expect it: 3 bytes version, 1 byte service, uint32 length, then
 * the payload; every number big-endian.
 */
class BinaryFormTest {
    /** "sae-a" and "sae-b", each with its NUL. */
    private static final String A_TO_B = "7361652d6100" + "7361652d6200";

    /** Key_chunk_size 32, Max_bps 0, Min_bps 0, Jitter 0, Priority 0, Timeout 10000, TTL 0. */
    private static final String PATIENT = "00000020 00000000 00000000 00000000 00000000 00002710 00000000";

    /** As above, Timeout 0. */
    private static final String HASTY = "00000020 00000000 00000000 00000000 00000000 00000000 00000000";

    /** "application/json" with its NUL. */
    private static final String JSON = "6170706c69636174696f6e2f6a736f6e00";

    @TempDir
    static Path directory;

    private static LkmsPair pair;

    @BeforeAll
    static void start() throws Exception {
        pair = new LkmsPair(directory);
        pair.configureAndFill();
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    private static String hex(UUID id) {
        return id.toString().replace("-", "");
    }

    private static String spaceless(String hex) {
        return hex.replaceAll("\\s", "");
    }

    private static void same(String expected, String answer) {
        assertEquals(spaceless(expected), answer);
    }

    @Test
    void everyMessageIsAsTheSheetTellsByteForByte() throws Exception {
        var id = hex(UUID.randomUUID());
        try (var alice = BinaryClient.connect(pair, "A", "sae-a");
                var bob = BinaryClient.connect(pair, "B", "sae-b")) {
            // OPEN_CONNECT: 12 + 28 + 17 + 16 = 73 bytes; answer 4 + 28 + 17 + 16 = 65
            same(
                    "020101 03 00000041 00000001" + HASTY + JSON + id,
                    alice.call("020101 02 00000049" + A_TO_B + HASTY + JSON + id));
            same(
                    "020101 03 00000041 00000000" + PATIENT + JSON + id,
                    bob.call("020101 02 00000049" + A_TO_B + PATIENT + JSON + id));
            // both are connected already
            same(
                    "020101 03 00000041 00000005" + PATIENT + JSON + id,
                    bob.call("020101 02 00000049" + A_TO_B + PATIENT + JSON + id));
            // GET_KEY: UUID, index, Metadata_size
            var first = bob.call("020101 04 00000018" + id + "00000000 00000000");
            assertEquals(spaceless("020101 05 00000030 00000000 00000000 00000020"), first.substring(0, 40));
            assertEquals("00000000", first.substring(first.length() - 8));
            // used; the next is 1
            same(
                    "020101 05 00000010 00000002 00000001 00000000 00000000",
                    bob.call("020101 04 00000018" + id + "00000000 00000000"));
            // too small for the metadata, which is {"age_s":0,"route_class":"direct","paths":1} or a digit longer
            var small = bob.call("020101 04 00000018" + id + "00000001 00000002");
            assertEquals(spaceless("020101 05 00000010 00000008 00000001 00000000"), small.substring(0, 40));
            // with room, and the empty buffer sent along
            var told = bob.call("020101 04 0000001c" + id + "00000001 00000004 00000000");
            assertEquals(spaceless("020101 05 00000010 00000008"), told.substring(0, 24));
            var roomy = bob.call("020101 04 00000018" + id + "00000001 00000400");
            int size = Integer.parseInt(small.substring(40), 16);
            assertEquals(
                    spaceless("020101 05") + String.format("%08x", 16 + 32 + size) + "00000000" + "00000001"
                            + "00000020",
                    roomy.substring(0, 40));
            var metadata = new String(HexFormat.of().parseHex(roomy.substring(112)), StandardCharsets.UTF_8);
            assertEquals(size, metadata.length());
            assertTrue(metadata.startsWith("{\"age_s\":"), metadata);
            // CLOSE, and again: unknown
            same("020101 09 00000004 00000000", bob.call("020101 08 00000010" + id));
            same("020101 09 00000004 00000004", bob.call("020101 08 00000010" + id));
            same(
                    "020101 05 00000010 00000004 00000007 00000000 00000000",
                    bob.call("020101 04 00000018" + id + "00000007 00000000"));
        }
    }

    @Test
    void olderVersionAndFixedMimetypeAreAnsweredInKind() throws Exception {
        var fixed = JSON + "00".repeat(256 - 17);
        var id = hex(UUID.randomUUID());
        try (var alice = BinaryClient.connect(pair, "A", "sae-a")) {
            // 12 + 28 + 256 + 16 = 312; answer 4 + 28 + 256 + 16 = 304
            same(
                    "010001 03 00000130 00000001" + HASTY + fixed + id,
                    alice.call("010001 02 00000138" + A_TO_B + HASTY + fixed + id));
            same("010001 09 00000004 00000000", alice.call("010001 08 00000010" + id));
            // an ID that was closed is in use until the other end has heard of it
            id = hex(UUID.randomUUID());
            // no mimetype at all, in both forms
            same(
                    "020101 03 00000031 00000001" + HASTY + "00" + id,
                    alice.call("020101 02 00000039" + A_TO_B + HASTY + "00" + id));
            same("010001 09 00000004 00000000", alice.call("010001 08 00000010" + id));
            id = hex(UUID.randomUUID());
            same(
                    "020101 03 00000130 00000001" + HASTY + "00".repeat(256) + id,
                    alice.call("020101 02 00000138" + A_TO_B + HASTY + "00".repeat(256) + id));
            same("010001 09 00000004 00000000", alice.call("010001 08 00000010" + id));
        }
    }

    @Test
    void nullIdIsReplacedAndRequestsSentWithoutWaitingAreCarriedOutInOrder() throws Exception {
        try (var alice = BinaryClient.connect(pair, "A", "sae-a")) {
            var opened = alice.call("020101 02 00000049" + A_TO_B + HASTY + JSON + "00".repeat(16));
            var id = opened.substring(opened.length() - 32);
            assertTrue(!id.equals("00".repeat(16)));
            alice.send(("020101 08 00000010" + id + "020101 04 00000018" + id + "00000000 00000000")
                    + ("020101 08 00000010" + id).repeat(20));
            same("020101 09 00000004 00000000", alice.receive());
            same("020101 05 00000010 00000004 00000000 00000000 00000000", alice.receive());
            for (int i = 0; i < 20; i++) {
                same("020101 09 00000004 00000004", alice.receive());
            }
        }
    }

    @Test
    void whatIsNotTheProtocolEndsTheConnection() throws Exception {
        var id = "11".repeat(16);
        for (var wrong : List.of(
                "474554202f",
                "030000 02 00000049",
                "020101 03 00000004 00000000",
                "020101 02 00002001",
                "020101 02 ffffffff",
                "020101 08 00000000",
                "020101 08 00000011" + id + "00",
                "020101 04 00000017" + id + "00000000 000000",
                "020101 04 00000019" + id + "00000000 00000000 00",
                // no NUL; nothing behind the names; a mimetype that goes on, has no NUL, is no UTF-8
                "020101 02 00000005 7361652d61",
                "020101 02 0000000c" + A_TO_B,
                "020101 02 0000003b" + A_TO_B + HASTY + "410041" + id,
                "020101 02 00000039" + A_TO_B + HASTY + "41" + id,
                "020101 02 0000003a" + A_TO_B + HASTY + "ff00" + id,
                "020101 02 00000138" + A_TO_B + HASTY + "00".repeat(255) + "01" + id)) {
            try (var client = BinaryClient.connect(pair, "A", "sae-a")) {
                client.send(wrong);
                assertTrue(client.isClosed(), wrong);
            }
        }
    }

    @Test
    void strangersOfTheSameAuthorityAreTurnedAway() throws Exception {
        for (var stranger : List.of("sae-b", "agent-A", "nobody")) {
            try (var client = BinaryClient.connect(pair, "A", stranger)) {
                client.send("020101 08 00000010" + "11".repeat(16));
                assertTrue(client.isClosed(), stranger);
            } catch (java.io.IOException e) {
                // closed before the request was written
            }
        }
    }

    /** A client that is not ours and shares no code with us: Python, with nothing but its standard library. */
    @Test
    void pythonClientPlaysBothSaes() throws Exception {
        var python = Path.of("/usr/bin/python3");
        Assumptions.assumeTrue(
                python.toFile().canExecute(), "python3 is missing: install the Debian package python3-minimal");
        var process = new ProcessBuilder(
                        python.toString(),
                        Path.of("src/test/resources/etsi004_client.py").toString(),
                        pair.pki.files("sae-a").ca().toString(),
                        pair.pki.files("sae-a").certificate().toString(),
                        pair.pki.files("sae-a").key().toString(),
                        Integer.toString(pair.lkms("A").ports().etsi004()),
                        pair.pki.files("sae-b").certificate().toString(),
                        pair.pki.files("sae-b").key().toString(),
                        Integer.toString(pair.lkms("B").ports().etsi004()))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), output);
        assertEquals(0, process.exitValue(), output);
        assertEquals("25 chunks, the same at both ends\n", output);
    }
}
