package org.qkdn.lkms.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.assignment.CurrentAssignment;

/** A state directory as version 0.1 left it, made by that version. */
class FirstVersionTest {
    private static final StoreId LINK = StoreId.link("11111111-2222-4333-8444-555555555555");
    private static final StoreId APPLICATION = StoreId.application("7d0a9c1e-2f53-4a31-9f0d-3f2b1c6d5e4f");
    private static final List<String> OLD = List.of("keys.db", "keys.kek");

    @TempDir
    Path directory;

    @BeforeEach
    void anOldDirectory() throws Exception {
        for (var file : OLD) {
            try (var in = getClass().getResourceAsStream("/state-0.1/" + file)) {
                Files.copy(in, directory.resolve(file));
            }
            Files.setPosixFilePermissions(directory.resolve(file), PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static byte[] bytes(int seed, int length) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void holdsWhatWasThere(KeyDatabase database) {
        assertEquals(
                Map.of(APPLICATION, new Level(336, 496, 1, 336), LINK, new Level(1180, 944, 2, 1180)),
                database.call(blocks -> blocks.levels(1, 1)));
        Map<StoreId, Long> delivered = database.call(BlockTable::delivered);
        assertEquals(Map.of(APPLICATION, 5120L), delivered);
        try (var own = database.call(blocks -> blocks.find(APPLICATION, new UUID(2, 2), Owner.OWN))
                .orElseThrow()) {
            assertEquals(176, own.firstFree());
            var expected = bytes(5, 512);
            Arrays.fill(expected, 16, 176, (byte) 0);
            assertArrayEquals(expected, own.content().toArray(), "and the bytes that key the check");
        }
        try (var peer = database.call(blocks -> blocks.find(LINK, new UUID(1, 2), Owner.PEER))
                .orElseThrow()) {
            var expected = bytes(2, 1024);
            Arrays.fill(expected, 512, 576, (byte) 0);
            Arrays.fill(expected, 0, 16, (byte) 0);
            assertArrayEquals(expected, peer.content().toArray());
            assertTrue(peer.origin().direct());
        }
        boolean known = database.call(blocks -> blocks.has(APPLICATION, new UUID(2, 1)));
        assertTrue(known, "a spent block");
    }

    @Test
    void isCarriedOverWithBlocksLedgersCountsAndAssignment() throws Exception {
        for (int start = 0; start < 2; start++) {
            try (var database = KeyDatabase.open(directory)) {
                holdsWhatWasThere(database);
                assertEquals(
                        "sae-b",
                        CurrentAssignment.load(database)
                                .get()
                                .application(APPLICATION.id())
                                .orElseThrow()
                                .getRemoteSaeId());
            }
            for (var file : OLD) {
                assertFalse(Files.exists(directory.resolve(file)), file + " is destroyed");
            }
        }
    }

    @Test
    void isNotReadAgainWhereOnlyItsRemovalWasCutShort() throws Exception {
        try (var database = KeyDatabase.open(directory)) {
            boolean spent = database.call(blocks -> {
                try (var block =
                        blocks.find(APPLICATION, new UUID(2, 2), Owner.OWN).orElseThrow()) {
                    blocks.spend(block, block.used().with(176, 336).orElseThrow());
                }
                blocks.forgetSpentBefore(Long.MAX_VALUE);
                return true;
            });
            assertTrue(spent);
        }
        anOldDirectory();
        try (var database = KeyDatabase.open(directory)) {
            assertTrue(database.call(blocks -> blocks.find(APPLICATION, new UUID(2, 2), Owner.OWN))
                    .isEmpty());
        }
        assertFalse(Files.exists(directory.resolve("keys.db")));
    }

    @Test
    void isCarriedOverAgainWhereThatWasCutShort() throws Exception {
        var half = directory.resolve("half");
        Files.createDirectory(half);
        try (var database = KeyDatabase.open(half)) {
            boolean begun = database.call(blocks -> {
                try (var content = KeyBytes.owning(bytes(1, 1024))) {
                    var id = new UUID(1, 1);
                    blocks.insert(LINK, id, Owner.OWN, new Origin(true, 1, ""), content, UsedRanges.NONE);
                    try (var block = blocks.find(LINK, id, Owner.OWN).orElseThrow()) {
                        blocks.spend(block, block.used().with(0, 100).orElseThrow());
                    }
                }
                blocks.addDelivered(APPLICATION, 5120);
                return true;
            });
            assertTrue(begun);
        }
        for (var file : OLD) {
            Files.move(directory.resolve(file), half.resolve(file));
        }
        try (var database = KeyDatabase.open(half)) {
            holdsWhatWasThere(database);
        }
    }

    @Test
    void isRefusedWithoutItsKeyAndLeftAsItIs() throws Exception {
        var key = directory.resolve("keys.kek");
        Files.write(key, new byte[32]);
        refused("keys.kek is not the key of");
        Files.delete(key);
        refused("keys.kek is missing");
        Files.writeString(directory.resolve("keys.db"), "this is no database at all, but some text");
        Files.write(key, new byte[32]);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        refused("keys.db is corrupt or not a key database");
        assertTrue(Files.exists(directory.resolve("keys.db")));
    }

    private void refused(String what) {
        var failure = assertThrows(StateException.class, () -> KeyDatabase.open(directory));
        assertTrue(failure.getMessage().contains(what), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }
}
