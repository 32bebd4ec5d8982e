package org.qkdn.emulator.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.emulator.topology.ModuleRole;

class SharedKeysPropertyTest {
    private static final List<ModuleRole> ENDS = List.of(ModuleRole.TRANSMITTER, ModuleRole.RECEIVER);

    @Test
    void everyKeyIsDeliveredOnceAtEachEndAndNoByteIsUsedTwice() {
        for (long seed = 0; seed < 50; seed++) {
            var random = new Random(seed);
            var keys = new SharedKeys();
            var counter = new long[1];
            Map<ModuleRole, Map<UUID, byte[]>> open = new HashMap<>();
            ENDS.forEach(end -> open.put(end, new HashMap<>()));
            var seen = new HashSet<Long>();
            for (int step = 0; step < 300; step++) {
                var end = ENDS.get(random.nextInt(2));
                var other = ENDS.get(1 - ENDS.indexOf(end));
                switch (random.nextInt(3)) {
                    case 0 -> keys.grow(random.nextInt(40), () -> numbered(counter));
                    case 1 -> {
                        int number = 1 + random.nextInt(4);
                        int bytes = 8 * (1 + random.nextInt(16));
                        int before = keys.ownBytes(end);
                        var cut = keys.cut(end, number, bytes);
                        assertEquals(before >= number * bytes, cut.isPresent());
                        for (var key : cut.orElse(List.of())) {
                            assertEquals(bytes, key.bytes().length);
                            // each 8 bytes of key carry a number of their own
                            var words = ByteBuffer.wrap(key.bytes()).asLongBuffer();
                            while (words.hasRemaining()) {
                                assertTrue(seen.add(words.get()), "a byte was handed out twice");
                            }
                            open.get(other).put(key.id(), key.bytes().clone());
                        }
                    }
                    default -> {
                        var waiting = new ArrayList<>(open.get(end).keySet());
                        if (!waiting.isEmpty()) {
                            var id = waiting.get(random.nextInt(waiting.size()));
                            assertTrue(keys.take(other, List.of(id)).isEmpty(), "the end that cut a key asks for it");
                            assertTrue(
                                    keys.take(end, List.of(id, new UUID(1, 1))).isEmpty(), "an unknown ID");
                            assertArrayEquals(
                                    open.get(end).remove(id),
                                    keys.take(end, List.of(id))
                                            .orElseThrow()
                                            .getFirst()
                                            .bytes());
                            assertTrue(keys.take(end, List.of(id)).isEmpty(), "a key is delivered twice");
                        }
                    }
                }
            }
        }
    }

    @Test
    void anEndThatCollectsNothingFillsUpAndTheOtherGoesOn() {
        var keys = new SharedKeys();
        var counter = new long[1];
        keys.grow(3 * SharedKeys.MAX_OWN_BYTES / SharedKeys.CHUNK_BYTES, () -> numbered(counter));
        assertEquals(SharedKeys.MAX_OWN_BYTES, keys.ownBytes(ModuleRole.TRANSMITTER));
        assertEquals(SharedKeys.MAX_OWN_BYTES, keys.ownBytes(ModuleRole.RECEIVER));
        assertTrue(keys.cut(ModuleRole.RECEIVER, 128, 512).isPresent());
        keys.grow(4, () -> numbered(counter));
        assertEquals(
                SharedKeys.MAX_OWN_BYTES - 128 * 512 + 2 * SharedKeys.CHUNK_BYTES, keys.ownBytes(ModuleRole.RECEIVER));
    }

    private static byte[] numbered(long[] counter) {
        var chunk = ByteBuffer.allocate(SharedKeys.CHUNK_BYTES);
        while (chunk.hasRemaining()) {
            chunk.putLong(counter[0]++);
        }
        return chunk.array();
    }
}
