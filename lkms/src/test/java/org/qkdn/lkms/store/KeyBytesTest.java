package org.qkdn.lkms.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyBytesTest {
    @Test
    void textHidesTheBytesEvenInsideOthers() {
        try (var key = KeyBytes.copyOf(new byte[] {77, 78, 79})) {
            assertEquals("KeyBytes[3 bytes, hidden]", key.toString());
            var block = new StoredBlock(
                    1,
                    StoreId.link("x"),
                    new UUID(0, 0),
                    Owner.OWN,
                    Origin.UNKNOWN,
                    Instant.EPOCH,
                    UsedRanges.NONE,
                    key);
            assertEquals(-1, block.toString().indexOf("77"));
        }
    }

    @Test
    void bytesAreOverwrittenWhenClosed() {
        var array = new byte[] {1, 2, 3};
        KeyBytes.owning(array).close();
        assertArrayEquals(new byte[3], array);
    }

    @Test
    void equalityIsThatOfTheBytes() {
        try (var one = KeyBytes.copyOf(new byte[] {1, 2});
                var same = KeyBytes.copyOf(new byte[] {1, 2});
                var other = KeyBytes.copyOf(new byte[] {1, 3})) {
            assertEquals(one, same);
            assertNotEquals(one, other);
        }
    }
}
