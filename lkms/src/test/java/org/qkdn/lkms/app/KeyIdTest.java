package org.qkdn.lkms.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.lkms.store.KeyBytes;

class KeyIdTest {
    @Test
    void readsBackWhatItWrote() {
        var random = new Random(8);
        try (var content = block(random)) {
            for (int i = 0; i < 2000; i++) {
                int length = 1 + random.nextInt(128);
                int offset = random.nextInt(512 - length + 1);
                var block = new UUID(random.nextLong(), random.nextLong());
                var id = KeyId.of("app", block, content, offset, length, random.nextBoolean());
                assertEquals(Optional.of(id), KeyId.parse(id.toUuid()), "step " + i);
                assertEquals(8, id.toUuid().version());
                assertTrue(id.isOf("app", block, content));
                assertFalse(id.isOf("other", block, content));
                assertFalse(id.isOf("app", UUID.randomUUID(), content));
            }
        }
    }

    @Test
    void isBoundToTheBytesOfTheBlock() {
        var random = new Random(9);
        try (var content = block(random);
                var other = block(random)) {
            var block = UUID.randomUUID();
            assertFalse(KeyId.of("app", block, content, 16, 32, false).isOf("app", block, other));
        }
    }

    @Test
    void placesOutsideTheLargestBlockHaveNoId() {
        try (var content = block(new Random(10))) {
            for (int[] place : new int[][] {{-1, 8}, {0, 0}, {0, 129}, {500, 13}}) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> KeyId.of("app", UUID.randomUUID(), content, place[0], place[1], false));
            }
        }
    }

    private static KeyBytes block(Random random) {
        var bytes = new byte[512];
        random.nextBytes(bytes);
        return KeyBytes.owning(bytes);
    }
}
