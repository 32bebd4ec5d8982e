package org.qkdn.lkms.combine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.junit.jupiter.api.Test;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.combine.Transcript.ShareName;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.node.v1.Application;

class CombinationsTest {
    private static final HexFormat HEX = HexFormat.of();

    private final Random random = new Random(3);

    private KeyBytes bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return KeyBytes.owning(bytes);
    }

    private Transcript transcript(Combination combination, int blocks, int links) {
        var names = new ArrayList<ShareName>();
        for (int i = 0; i < links; i++) {
            names.add(new ShareName("link " + i, UUID.randomUUID()));
        }
        boolean kem = combination.kem().isPresent();
        return new Transcript(
                combination.name(),
                "a",
                "b",
                "app",
                Batch.random(blocks),
                names,
                kem ? "key" : "",
                kem ? ByteString.copyFromUtf8("ciphertext") : ByteString.EMPTY);
    }

    /** RFC 5869, appendix A.1 and A.3. */
    @Test
    void keyDerivationIsThatOfTheStandard() {
        var input = new byte[22];
        Arrays.fill(input, (byte) 0x0b);
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                HEX.formatHex(Derivation.hkdf(
                        new SHA256Digest(),
                        input,
                        HEX.parseHex("000102030405060708090a0b0c"),
                        HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"),
                        42)));
        assertEquals(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
                HEX.formatHex(Derivation.hkdf(new SHA256Digest(), input, new byte[0], new byte[0], 42)));
    }

    /** As docs/key-combination.md says it, written a second time, with the JDK's HMAC. */
    @Test
    void blockIsDerivedAsTheDocumentSays() throws Exception {
        for (var hash : HkdfMix.Hash.values()) {
            var combination = new HkdfMix(hash, Optional.of(MlKem.ML_KEM_768));
            var transcript = transcript(combination, 3, 2);
            var shares = List.of(bytes(3 * 512), bytes(3 * 512));
            var secret = bytes(32);
            try (var mixed = combination.mix(shares, Optional.of(secret), transcript)) {
                for (int i = 0; i < 3; i++) {
                    var input = new ByteArrayOutputStream();
                    for (var part : List.of(
                            shares.get(0).slice(512 * i, 512), shares.get(1).slice(512 * i, 512), secret)) {
                        input.writeBytes(
                                ByteBuffer.allocate(4).putInt(part.length()).array());
                        input.writeBytes(part.toArray());
                    }
                    var name = hash == HkdfMix.Hash.SHA256 ? "HmacSHA256" : "HmacSHA384";
                    var expected = hkdf(name, input.toByteArray(), transcript.info(i), 512);
                    assertArrayEquals(expected, mixed.slice(512 * i, 512).toArray());
                }
            }
        }
    }

    private static byte[] hkdf(String mac, byte[] input, byte[] info, int length) throws Exception {
        var hmac = Mac.getInstance(mac);
        hmac.init(new SecretKeySpec(new byte[hmac.getMacLength()], mac));
        hmac.init(new SecretKeySpec(hmac.doFinal(input), mac));
        var out = new ByteArrayOutputStream();
        var last = new byte[0];
        for (byte counter = 1; out.size() < length; counter++) {
            hmac.update(last);
            hmac.update(info);
            hmac.update(counter);
            last = hmac.doFinal();
            out.writeBytes(last);
        }
        return Arrays.copyOf(out.toByteArray(), length);
    }

    @Test
    void exclusiveOrIsThatOfAllShares() {
        var combination = new XorMix(Optional.empty());
        var shares = List.of(bytes(1024), bytes(1024), bytes(1024));
        var expected = new byte[1024];
        for (var share : shares) {
            var bytes = share.toArray();
            for (int i = 0; i < bytes.length; i++) {
                expected[i] ^= bytes[i];
            }
        }
        var mixed = combination.mix(shares, Optional.empty(), transcript(combination, 2, 3));
        assertArrayEquals(expected, mixed.toArray());
    }

    @Test
    void everyInputChangesEveryKey() {
        for (var name : Combinations.names()) {
            var combination = Combinations.named(name).orElseThrow();
            if (combination instanceof Whole) {
                continue;
            }
            var secret = combination.kem().map(kem -> bytes(32));
            var transcript = transcript(combination, 2, 2);
            var shares = List.of(bytes(1024), bytes(1024));
            var mixed = combination.mix(shares, secret, transcript);
            assertEquals(1024, mixed.length(), name);
            assertEquals(mixed, combination.mix(shares, secret, transcript), name);
            assertNotEquals(mixed, combination.mix(List.of(shares.get(0), bytes(1024)), secret, transcript), name);
            if (secret.isPresent()) {
                assertNotEquals(mixed, combination.mix(shares, Optional.of(bytes(32)), transcript), name);
                assertNotEquals(
                        mixed, combination.mix(shares, secret, transcript(combination, 2, 2)), "transcript of " + name);
            }
        }
    }

    @Test
    void confirmationsOfTheTwoEndsDifferAndEachIsBoundToBytesAndTranscript() {
        var combination = new XorMix(Optional.empty());
        var transcript = transcript(combination, 1, 2);
        var mixed = bytes(512);
        var batch = new MixedBatch(mixed.slice(0, 512));
        assertEquals(464, batch.content().length());
        assertFalse(Arrays.equals(batch.check(transcript), batch.confirmation(transcript)));
        assertArrayEquals(batch.check(transcript), new MixedBatch(mixed.slice(0, 512)).check(transcript));
        var other = transcript(combination, 1, 2);
        assertFalse(Arrays.equals(batch.check(transcript), batch.check(other)));
        for (int bit = 0; bit < 8 * 464; bit += 97) {
            var flipped = mixed.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(
                    Arrays.equals(batch.check(transcript), new MixedBatch(KeyBytes.owning(flipped)).check(transcript)),
                    "bit " + bit);
        }
    }

    @Test
    void namesAreKnownAndGiveWhatTheySay() {
        assertEquals(
                List.of(
                        "single",
                        "split",
                        "xor",
                        "hkdf-sha256",
                        "hkdf-sha384",
                        "hkdf-sha384+ml-kem-768",
                        "hkdf-sha384+ml-kem-1024",
                        "xor+ml-kem-768",
                        "xor+ml-kem-1024"),
                List.copyOf(Combinations.names()));
        assertEquals(Optional.of(Combinations.SINGLE), Combinations.named(""));
        assertEquals(Optional.empty(), Combinations.named("rot13"));
    }

    @Test
    void downgradeIsWhereAnythingBecomesLess() {
        var had = footing("xor", 2);
        assertTrue(footing("xor", 3).covers(had));
        assertTrue(footing("xor+ml-kem-768", 2).covers(had));
        assertFalse(footing("xor", 1).covers(had));
        assertFalse(footing("hkdf-sha384+ml-kem-1024", 2).covers(had));
        assertFalse(footing("hkdf-sha256", 2).covers(footing("hkdf-sha384", 2)));
        assertFalse(footing("xor+ml-kem-768", 2).covers(footing("xor+ml-kem-1024", 2)));
        assertEquals(had, Footing.decode(had.encode()));
    }

    private static Footing footing(String combination, int links) {
        var application = Application.newBuilder();
        for (int i = 0; i < links; i++) {
            application.addBackingLinkIds("l" + i);
        }
        return Footing.of(application.build(), Combinations.named(combination).orElseThrow());
    }
}
