package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/** Ours and the JDK's, compared with Bouncy Castle's, which works in another way. */
class Poly1305Test {
    /** The build opens the JDK's to the tests; where it did not, half of the comparisons would be missing. */
    @Test
    void theJdksIsOpenHere() {
        assertTrue(JdkPoly1305.isOpen());
    }

    @Test
    void theJdksIsForLongMessagesOnly() {
        assertInstanceOf(Poly1305.class, OneTimeHash.of(new byte[32], 0, OneTimeHash.LONG_MESSAGE - 1));
        assertInstanceOf(JdkPoly1305.class, OneTimeHash.of(new byte[32], 0, OneTimeHash.LONG_MESSAGE));
    }

    @Test
    void agreesOnEveryLengthToThreeHundred() {
        var random = new Random(20_260);
        for (int length = 0; length <= 300; length++) {
            assertAgrees(bytes(random, 32), bytes(random, length), length / 3, "length " + length);
        }
    }

    @Test
    void agreesOnRandomMessagesOfAnyLengthCutAnywhere() {
        long seed = 20_261;
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            var key = bytes(random, 32);
            var message = bytes(random, random.nextInt(700));
            int cut = message.length == 0 ? 0 : random.nextInt(message.length);
            assertAgrees(key, message, cut, "seed " + seed + ", message " + i);
        }
    }

    @Test
    void agreesOnTheLongestRelay() {
        var random = new Random(20_262);
        for (int i = 0; i < 2_000; i++) { // so often that the JIT compiler's instructions are used too
            var message = bytes(random, MessageCodec.MAX_LENGTH - random.nextInt(16));
            assertAgrees(bytes(random, 32), message, random.nextInt(300), "message " + i);
        }
    }

    /** Where carries run through all limbs and the sum must be reduced at the end. */
    @Test
    void agreesOnMessagesAndKeysOfAllOnesAndAlmostAllOnes() {
        var random = new Random(20_263);
        for (int i = 0; i < 20_000; i++) {
            var key = sparse(random, 32);
            var message = sparse(random, 16 * random.nextInt(6) + random.nextInt(2));
            assertAgrees(key, message, 0, "message " + i);
        }
    }

    @Test
    void isWipedWhenClosed() {
        var key = bytes(new Random(20_264), 32);
        var poly1305 = new Poly1305(key, 0);
        poly1305.update(key, 0, 21);
        poly1305.close();
        assertEquals("00".repeat(16), HexFormat.of().formatHex(poly1305.tag()).replace("01", "00"));
    }

    @Test
    void theJdksIsWipedWhenClosed() {
        var key = bytes(new Random(20_265), 32);
        var hash = new JdkPoly1305(key, 0);
        hash.update(key, 0, 21);
        hash.close();
        hash.update(key, 0, 21);
        assertEquals("00".repeat(16), HexFormat.of().formatHex(hash.tag()));
    }

    private static void assertAgrees(byte[] key, byte[] message, int cut, String which) {
        var expected = expected(key, message);
        assertEquals(expected, tag(new Poly1305(key, 0), message, cut), which);
        assertEquals(expected, tag(new JdkPoly1305(key, 0), message, cut), which + ", the JDK's");
    }

    private static String tag(OneTimeHash hash, byte[] message, int cut) {
        try (hash) {
            hash.update(message, 0, cut);
            hash.update(message, cut, message.length - cut);
            return HexFormat.of().formatHex(hash.tag());
        }
    }

    private static String expected(byte[] key, byte[] message) {
        var poly1305 = new org.bouncycastle.crypto.macs.Poly1305();
        poly1305.init(new KeyParameter(key));
        poly1305.update(message, 0, message.length);
        var tag = new byte[16];
        poly1305.doFinal(tag, 0);
        return HexFormat.of().formatHex(tag);
    }

    private static byte[] bytes(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] sparse(Random random, int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) (random.nextBoolean() ? 0xff : 0));
        for (int i = 0; i < random.nextInt(4) && length > 0; i++) {
            bytes[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
