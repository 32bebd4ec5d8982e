package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TagTest {
    private static final byte[] TEXT = "Cryptographic Forum Research Group".getBytes(StandardCharsets.US_ASCII);
    private static final String KEY = "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b";

    @Test
    void isThatOfRfc8439() {
        var tag = Tag.over(TEXT, key(KEY));
        assertArrayEquals(HexFormat.of().parseHex("a8061dc1305136c6c22b8baf0c0127a9"), tag.bytes());
    }

    @Test
    void ignoresTheBitsOfRThatTheClampClears() {
        var bytes = HexFormat.of().parseHex(KEY);
        for (var top : new int[] {3, 7, 11, 15}) {
            bytes[top] ^= (byte) 0xf0;
        }
        for (var bottom : new int[] {4, 8, 12}) {
            bytes[bottom] ^= 0x03;
        }
        assertEquals(Tag.over(TEXT, key(KEY)), Tag.over(TEXT, KeyBytes.owning(bytes)));
    }

    @Test
    void dependsOnEveryOtherBitOfTheKey() {
        var right = Tag.over(TEXT, key(KEY));
        var clamp = HexFormat.of().parseHex("ffffff0ffcffff0ffcffff0ffcffff0f" + "ff".repeat(16));
        for (int bit = 0; bit < 256; bit++) {
            if ((clamp[bit / 8] & (1 << (bit % 8))) == 0) {
                continue;
            }
            var bytes = HexFormat.of().parseHex(KEY);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            assertFalse(right.matches(Tag.over(TEXT, KeyBytes.owning(bytes))), "bit " + bit);
        }
    }

    @Test
    void refusesAKeyOfAnotherLength() {
        assertThrows(IllegalArgumentException.class, () -> Tag.over(TEXT, KeyBytes.owning(new byte[16])));
    }

    @Test
    void leavesTheKeyToItsOwnerAndPrintsNothingOfIt() {
        var key = key(KEY);
        var unused = Tag.over(TEXT, key);
        assertEquals("KeyBytes[32]", key.toString());
        assertEquals(ByteBuffer.wrap(HexFormat.of().parseHex(KEY)), key.exposed());
        key.close();
        assertEquals(ByteBuffer.allocate(32), key.exposed());
    }

    private static KeyBytes key(String hex) {
        return KeyBytes.owning(HexFormat.of().parseHex(hex));
    }
}
