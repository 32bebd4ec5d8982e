package org.qkdn.lkms.entropy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.entropy.EntropyConfiguration.Encoding;
import org.qkdn.lkms.entropy.EntropyConfiguration.WhenDown;
import org.qkdn.lkms.testing.FakeQrng;
import org.qkdn.lkms.testing.TestPki;

class QrngTest {
    private static final int BLOCK = 1024;

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Random random = new Random(90);
    private TestPki pki;
    private FakeQrng device;

    @BeforeEach
    void start() throws Exception {
        pki = new TestPki(directory);
        device = new FakeQrng(pki, "qrng-1");
        device.answer(200, this::numbers);
    }

    @AfterEach
    void stop() {
        device.close();
    }

    private byte[] numbers(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private Qrng qrng(Encoding encoding, Optional<String> member, WhenDown whenDown) throws Exception {
        return new Qrng(
                new EntropyConfiguration(device.url(), "qrng-1", Optional.empty(), encoding, member, BLOCK, whenDown),
                pki.identity("lkms-A").jdkClient("qrng-1"),
                now::get);
    }

    private Qrng qrng(WhenDown whenDown) throws Exception {
        return qrng(Encoding.RAW, Optional.empty(), whenDown);
    }

    private static byte[] drawn(EntropySource source, int bytes) {
        var draw = assertInstanceOf(EntropySource.Draw.Drawn.class, source.draw(bytes));
        return draw.bytes().toArray();
    }

    private static String failed(EntropySource source) {
        return assertInstanceOf(EntropySource.Draw.Failed.class, source.draw(32))
                .reason();
    }

    @Test
    void everyFormOfAnswerIsReadAndEachByteOfItUsedOnce() throws Exception {
        var member = Optional.of("r");
        for (var form : List.of(
                new Form(Encoding.RAW, Optional.empty(), this::numbers),
                new Form(Encoding.HEX, Optional.empty(), text(bytes -> hex(bytes) + "\n")),
                new Form(Encoding.BASE64, Optional.empty(), text(QrngTest::base64)),
                new Form(Encoding.HEX, member, text(bytes -> "{\"r\":\"" + hex(bytes) + "\"}")),
                new Form(Encoding.BASE64, member, text(bytes -> "{\"x\":1,\"r\":\"" + base64(bytes) + "\"}")),
                new Form(Encoding.RAW, member, text(QrngTest::array)))) {
            device.answer(200, form.body());
            int before = device.requests();
            try (var source = qrng(form.encoding(), form.member(), WhenDown.REFUSE)) {
                for (int i = 0; i < 32; i++) {
                    assertEquals(96, drawn(source, 96).length);
                }
                assertEquals(5 * BLOCK, drawn(source, 5 * BLOCK).length);
                assertEquals("", source.reason());
            }
            assertEquals(3 + 5, device.requests() - before, form.toString());
        }
    }

    private record Form(Encoding encoding, Optional<String> member, IntFunction<byte[]> body) {}

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private IntFunction<byte[]> text(java.util.function.Function<byte[], String> written) {
        return count -> written.apply(numbers(count)).getBytes(StandardCharsets.US_ASCII);
    }

    private static String array(byte[] bytes) {
        var text = new StringBuilder("{\"r\":[");
        for (int i = 0; i < bytes.length; i++) {
            text.append(i == 0 ? "" : ",").append(bytes[i] & 0xFF);
        }
        return text.append("]}").toString();
    }

    @Test
    void whoKnowsTheDevicesNumbersKnowsNoneOfOurs() throws Exception {
        var known = numbers(BLOCK);
        device.answer(200, count -> known.clone());
        try (var source = qrng(WhenDown.REFUSE)) {
            var first = drawn(source, BLOCK);
            var second = drawn(source, BLOCK);
            int same = 0;
            int repeated = 0;
            for (int i = 0; i < BLOCK; i++) {
                same += first[i] == known[i] ? 1 : 0;
                repeated += first[i] == second[i] ? 1 : 0;
            }
            assertTrue(same < 40 && repeated < 40, same + " and " + repeated + " of 1024, 4 expected");
        }
    }

    @Test
    void deviceThatIsDownStopsKeysOrNotAsConfiguredAndIsUsedAgainWhenBack() throws Exception {
        var meters = new SimpleMeterRegistry();
        try (var refusing = qrng(WhenDown.REFUSE);
                var going = qrng(WhenDown.DRBG)) {
            refusing.register(meters);
            device.answer(503, count -> new byte[0]);
            assertEquals("QRNG qrng-1 answers 503", failed(refusing));
            assertEquals(32, drawn(going, 32).length);
            assertEquals("QRNG qrng-1 answers 503", going.reason());
            assertEquals(0, meters.get("qkdn.lkms.entropy.qrng.up").gauge().value());
            assertEquals(
                    1,
                    meters.get("qkdn.lkms.entropy.qrng.failures")
                            .functionCounter()
                            .count());

            device.answer(200, this::numbers);
            int before = device.requests();
            failed(refusing);
            assertEquals(before, device.requests(), "a device that failed is left alone for a while");
            now.updateAndGet(time -> time.plus(Qrng.PAUSE));
            assertEquals(32, drawn(refusing, 32).length);
            assertEquals(32, drawn(going, 32).length);
            assertEquals("", refusing.reason());
            assertEquals("", going.reason());
            assertEquals(1, meters.get("qkdn.lkms.entropy.qrng.up").gauge().value());
            assertEquals(
                    BLOCK,
                    meters.get("qkdn.lkms.entropy.qrng.bytes").functionCounter().count());
        }
    }

    @Test
    void stuckDeviceFailsItsHealthTest() throws Exception {
        device.answer(200, byte[]::new);
        try (var source = qrng(WhenDown.REFUSE)) {
            assertTrue(failed(source).contains("4.4.1"), source.reason());
        }
    }

    @Test
    void answersOfAnotherSizeOrFormAreRefusedWithoutQuotingThem() throws Exception {
        var secret = "5ec4e7".repeat(BLOCK / 6);
        for (var body :
                new String[] {"", secret, secret.repeat(7), "{\"r\":\"" + secret + "\"}", "{\"r\": " + secret}) {
            device.answer(200, count -> body.getBytes(StandardCharsets.US_ASCII));
            for (var encoding : Encoding.values()) {
                for (var member : List.of(Optional.<String>empty(), Optional.of("r"))) {
                    try (var source = qrng(encoding, member, WhenDown.REFUSE)) {
                        assertFalse(failed(source).contains("5ec4e7"), source.reason());
                    }
                }
            }
        }
    }

    @Test
    void deviceThatHangsIsNotWaitedForLong() throws Exception {
        var over = new CountDownLatch(1);
        device.answer(200, count -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new byte[0];
        });
        try (var source = qrng(WhenDown.DRBG)) {
            assertEquals(32, drawn(source, 32).length);
            assertTrue(source.reason().contains("does not answer"), source.reason());
        } finally {
            over.countDown();
        }
    }

    @Test
    void onlyTheDeviceOfTheNameAndAuthorityIsBelieved() throws Exception {
        var wrongName = new EntropyConfiguration(
                device.url(), "qrng-2", Optional.empty(), Encoding.RAW, Optional.empty(), BLOCK, WhenDown.REFUSE);
        try (var source = EntropySource.of(Optional.of(wrongName), pki.files("lkms-A"))) {
            assertTrue(failed(source).contains("cannot be reached"), source.reason());
        }
        var vendor = Files.createDirectory(directory.resolve("vendor"));
        var vendorPki = new TestPki(vendor);
        assertNotEquals(
                -1,
                Arrays.mismatch(
                        Files.readAllBytes(vendor.resolve("ca.pem")), Files.readAllBytes(directory.resolve("ca.pem"))));
        var wrongAuthority = new EntropyConfiguration(
                device.url(),
                "qrng-1",
                Optional.of(vendorPki.files("x").ca()),
                Encoding.RAW,
                Optional.empty(),
                BLOCK,
                WhenDown.REFUSE);
        try (var source = EntropySource.of(Optional.of(wrongAuthority), pki.files("lkms-A"))) {
            assertTrue(failed(source).contains("cannot be reached"), source.reason());
        }
        assertEquals(0, device.requests());
    }
}
