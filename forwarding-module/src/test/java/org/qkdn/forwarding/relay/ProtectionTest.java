package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProtectionTest {
    private final Random random = new Random(4);
    private final byte[] pad = bytes(1024 + Tag.KEY_LENGTH);
    private final byte[] block = bytes(1024);
    private final HopHeader header = new HopHeader(
            uuid(),
            uuid(),
            Direction.FORWARD,
            1,
            uuid(),
            uuid(),
            uuid(),
            uuid(),
            new PadName(uuid(), List.of(new PadName.Part(uuid(), 64, 4096, 32, 1056))));

    @Test
    void givesTheBlockBackUnderTheSamePad() {
        var relay = Protection.seal(header, 9_000, 3, key(block), key(pad));
        assertArrayEquals(block, copy(Protection.open(relay, key(pad)).orElseThrow()));
    }

    @Test
    void refusesABlockWithAnyOneBitFlippedAnywhereInItsFrame() {
        var frame = MessageCodec.encode(Protection.seal(header, 9_000, 3, key(block), key(pad)));
        assertEquals(1 + 116 + 32 + 6 + 1024 + 16, frame.length);
        for (int bit = 0; bit < frame.length * 8; bit++) {
            assertFalse(opens(flipped(frame, bit)), "bit " + bit);
        }
        assertTrue(opens(frame));
    }

    @Test
    void refusesAnAcknowledgementOrARefusalWithAnyOneBitFlipped() {
        var tagKey = bytes(Tag.KEY_LENGTH);
        var back = header.answer(new PadName(uuid(), List.of(new PadName.Part(uuid(), 0, 32, 0, 32))));
        var answers = new Message.Tagged[] {
            new Message.Acknowledgement(back, Tag.NONE),
            new Message.Refusal(back, FailureReason.TIMEOUT, uuid(), Tag.NONE)
        };
        for (var answer : answers) {
            var frame = MessageCodec.encode(Protection.sign(answer, key(tagKey)));
            assertTrue(verifies(frame, tagKey));
            for (int bit = 0; bit < frame.length * 8; bit++) {
                assertFalse(verifies(flipped(frame, bit), tagKey), "bit " + bit);
            }
        }
    }

    @Test
    void refusesAMessageWhoseSenderAndReceiverWereSwapped() {
        var relay = Protection.seal(header, 9_000, 3, key(block), key(pad));
        var reflected = new Message.Relay(
                header.answer(header.pad()), relay.timeLeftMillis(), 3, relay.ciphertext(), relay.tag());
        assertTrue(Protection.open(reflected, key(pad)).isEmpty());
    }

    @Test
    void hidesEveryByteOfTheBlock() {
        var relay = Protection.seal(header, 9_000, 3, key(block), key(pad));
        var ciphertext = relay.ciphertext().array();
        for (int i = 0; i < block.length; i++) {
            assertEquals((byte) (block[i] ^ pad[i]), ciphertext[i]);
        }
    }

    private boolean opens(byte[] frame) {
        try {
            return MessageCodec.decode(frame) instanceof Message.Relay relay
                    && Protection.open(relay, key(pad)).isPresent();
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static boolean verifies(byte[] frame, byte[] tagKey) {
        try {
            return MessageCodec.decode(frame) instanceof Message.Tagged tagged
                    && Protection.verifies(tagged, key(tagKey));
        } catch (MalformedMessageException e) {
            return false;
        }
    }

    private static byte[] flipped(byte[] frame, int bit) {
        var changed = frame.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        return changed;
    }

    private static byte[] copy(KeyBytes key) {
        var bytes = new byte[key.length()];
        key.exposed().get(bytes);
        return bytes;
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
