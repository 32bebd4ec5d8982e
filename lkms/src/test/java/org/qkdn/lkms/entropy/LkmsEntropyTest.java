package org.qkdn.lkms.entropy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.FakeQrng;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;

class LkmsEntropyTest {
    @TempDir
    Path directory;

    @Test
    void withoutItsQrngAnLkmsThatDemandsItMakesNoKeysAndSaysWhy() throws Exception {
        try (var pair = new LkmsPair(directory);
                var device = new FakeQrng(pair.pki, "qrng-1")) {
            pair.stop("A");
            Files.writeString(pair.file("A"), """
                    entropy: {url: "%s", commonName: qrng-1, whenDown: refuse}
                    skip:
                      localSystemId: KP_A
                      certificates: {host: 127.0.0.1, port: 0}
                    """.formatted(device.url()), StandardOpenOption.APPEND);
            device.answer(503, count -> new byte[0]);
            pair.start("A");
            pair.configure("B", LkmsPair.order("B"));
            pair.configure("A", LkmsPair.order("A"));
            Eventually.holds("the reason is reported", () -> pair.report("A")
                    .getApplications(0)
                    .getReason()
                    .equals("no random numbers: QRNG qrng-1 answers 503"));
            try (var client =
                    new SaeClient(pair.pki, "sae-a", "A", pair.lkms("A").ports().skip())) {
                var refused = client.send("GET", "/entropy", "");
                assertEquals(503, refused.statusCode());
                assertTrue(refused.body().contains("random source"), refused.body());
            }
            try (var master = pair.sae("A", "sae-a")) {
                var refused = master.get("sae-a2/enc_keys");
                assertEquals(503, refused.statusCode());
                assertTrue(refused.body().contains("no random numbers: QRNG qrng-1"), refused.body());
            }
            assertEquals(0, LkmsPair.applicationLevel(pair.report("A")));

            var random = new SecureRandom();
            device.answer(200, count -> {
                var bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            });
            Eventually.holds("keys are made", () -> LkmsPair.applicationLevel(pair.report("A")) > 0);
        }
    }
}
