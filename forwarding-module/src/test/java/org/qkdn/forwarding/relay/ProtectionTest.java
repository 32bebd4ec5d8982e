package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProtectionTest {
    private static final int VERSION = MessageCodec.VERSION;

    private final Random random = new Random(4);
    private final byte[] pad = bytes(Protection.RELAY_PAD_LENGTH);
    private final byte[] block = bytes(Ciphertext.LENGTH);
    private final HopHeader header = new HopHeader(
            uuid(),
            uuid(),
            Direction.FORWARD,
            1,
            uuid(),
            uuid(),
            uuid(),
            uuid(),
            new PadSlice(uuid(), uuid(), 64, 544));

    @Test
    void givesTheBlockBackUnderTheSamePad() {
        var relay = Protection.seal(VERSION, header, 9_000, key(block), key(pad));
        assertArrayEquals(
                block, Protection.open(VERSION, relay, key(pad)).orElseThrow().exposed());
    }

    @Test
    void refusesABlockWithAnyOneBitFlippedAnywhereInItsFrame() {
        var frame = MessageCodec.encode(Protection.seal(VERSION, header, 9_000, key(block), key(pad)));
        assertEquals(1 + 138 + 4 + 512 + 16, frame.length);
        for (int bit = 0; bit < frame.length * 8; bit++) {
            assertFalse(opens(flipped(frame, bit)), "bit " + bit);
        }
        assertTrue(opens(frame));
    }

    @Test
    void refusesAnAcknowledgementOrARefusalWithAnyOneBitFlipped() {
        var tagKey = bytes(Tag.KEY_LENGTH);
        var back = header.answer(new PadSlice(uuid(), uuid(), 0, Tag.KEY_LENGTH));
        var answers = new Message.Tagged[] {
            new Message.Acknowledgement(back, Tag.NONE),
            new Message.Refusal(back, FailureReason.TIMEOUT, uuid(), Tag.NONE)
        };
        for (var answer : answers) {
            var frame = MessageCodec.encode(Protection.sign(VERSION, answer, key(tagKey)));
            assertTrue(verifies(frame, tagKey));
            for (int bit = 0; bit < frame.length * 8; bit++) {
                assertFalse(verifies(flipped(frame, bit), tagKey), "bit " + bit);
            }
        }
    }

    @Test
    void refusesAMessageOfAnotherVersionOfTheProtocol() {
        var relay = Protection.seal(VERSION, header, 9_000, key(block), key(pad));
        assertTrue(Protection.open(VERSION + 1, relay, key(pad)).isEmpty());
    }

    @Test
    void refusesAMessageWhoseSenderAndReceiverWereSwapped() {
        var relay = Protection.seal(VERSION, header, 9_000, key(block), key(pad));
        var reflected =
                new Message.Relay(header.answer(header.pad()), relay.timeLeftMillis(), relay.ciphertext(), relay.tag());
        assertTrue(Protection.open(VERSION, reflected, key(pad)).isEmpty());
    }

    @Test
    void hidesEveryByteOfTheBlock() {
        var relay = Protection.seal(VERSION, header, 9_000, key(block), key(pad));
        var ciphertext = relay.ciphertext().bytes();
        for (int i = 0; i < block.length; i++) {
            assertEquals((byte) (block[i] ^ pad[i]), ciphertext[i]);
        }
    }

    private boolean opens(byte[] frame) {
        try {
            return MessageCodec.decode(frame) instanceof Message.Relay relay
                    && Protection.open(VERSION, relay, key(pad)).isPresent();
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static boolean verifies(byte[] frame, byte[] tagKey) {
        try {
            return MessageCodec.decode(frame) instanceof Message.Tagged tagged
                    && Protection.verifies(VERSION, tagged, key(tagKey));
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static byte[] flipped(byte[] frame, int bit) {
        var changed = frame.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return changed;
    }

    private static KeyBytes key(byte[] bytes) {
        return KeyBytes.owning(bytes.clone());
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
