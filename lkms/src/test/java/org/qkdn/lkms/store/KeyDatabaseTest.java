package org.qkdn.lkms.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyDatabaseTest {
    private static final StoreId LINK = StoreId.link("l");

    @TempDir
    Path directory;

    private static KeyBytes key(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return KeyBytes.owning(bytes);
    }

    private void fill(KeyDatabase database, UUID id) {
        boolean stored =
                database.call(blocks -> blocks.insert(LINK, id, Owner.OWN, Origin.UNKNOWN, key(64), UsedRanges.NONE));
        assertTrue(stored);
    }

    @Test
    void blocksAndTheirLedgersSurviveAndUsedBytesAreForgotten() throws Exception {
        var id = UUID.randomUUID();
        try (var database = KeyDatabase.open(directory)) {
            fill(database, id);
            boolean done = database.call(blocks -> {
                try (var block = blocks.find(LINK, id, Owner.OWN).orElseThrow()) {
                    blocks.spend(block, block.used().with(0, 16).orElseThrow());
                }
                return true;
            });
            assertTrue(done);
        }
        try (var database = KeyDatabase.open(directory);
                var block = database.call(blocks -> blocks.find(LINK, id, Owner.OWN))
                        .orElseThrow()) {
            assertEquals(48, block.remaining());
            assertEquals(16, block.firstFree());
            assertArrayEquals(new byte[16], block.content().slice(0, 16).toArray());
            assertEquals(key(64).slice(16, 48), block.content().slice(16, 48));
        }
    }

    @Test
    void spentBlockIsGoneAndItsIdIsNotTakenAgain() throws Exception {
        var id = UUID.randomUUID();
        try (var database = KeyDatabase.open(directory)) {
            fill(database, id);
            boolean again = database.call(blocks -> {
                try (var block = blocks.find(LINK, id, Owner.OWN).orElseThrow()) {
                    blocks.spend(block, block.used().with(0, 64).orElseThrow());
                }
                return blocks.insert(LINK, id, Owner.OWN, Origin.UNKNOWN, key(64), UsedRanges.NONE);
            });
            assertFalse(again);
            assertTrue(database.call(blocks -> blocks.levels(1, 1)).isEmpty());
        }
    }

    @Test
    void filesAreForTheirOwnerOnly() throws Exception {
        try (var database = KeyDatabase.open(directory.resolve("new"))) {
            fill(database, UUID.randomUUID());
            try (var files = Files.list(directory.resolve("new"))) {
                for (var file : files.toList()) {
                    assertEquals(
                            "rw-------",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                            file.toString());
                }
            }
        }
    }

    @Test
    void failureOfOneTransactionUndoesItAndLetsTheOthersOfItsGroupThrough() throws Exception {
        try (var database = KeyDatabase.open(directory)) {
            var good = new ArrayList<CompletableFuture<Boolean>>();
            var bad = new ArrayList<CompletableFuture<Boolean>>();
            for (int i = 0; i < 50; i++) {
                var id = UUID.randomUUID();
                good.add(database.submit(
                        blocks -> blocks.insert(LINK, id, Owner.OWN, Origin.UNKNOWN, key(64), UsedRanges.NONE)));
                bad.add(database.submit(blocks -> {
                    var ignored =
                            blocks.insert(LINK, UUID.randomUUID(), Owner.OWN, Origin.UNKNOWN, key(64), UsedRanges.NONE);
                    throw new IllegalStateException("on purpose");
                }));
            }
            good.forEach(CompletableFuture::join);
            bad.forEach(one -> assertThrows(CompletionException.class, one::join));
            long bytes = database.call(blocks -> blocks.ownPieces(LINK, 1));
            assertEquals(50 * 64, bytes);
        }
    }

    @Test
    void missingKeyFileIsNamedWithTheRemedy() throws Exception {
        KeyDatabase.open(directory).close();
        Files.delete(directory.resolve("keys.kek"));
        refused("keys.kek is missing", "restore that file");
        assertFalse(Files.exists(directory.resolve("keys.kek")), "a new key would hide the loss");
    }

    @Test
    void keyFileOfAnotherDatabaseIsRefused() throws Exception {
        KeyDatabase.open(directory).close();
        Files.write(directory.resolve("keys.kek"), new byte[32]);
        refused("keys.kek is not the key of", "restore the right one");
    }

    @Test
    void keyFileOpenToOthersIsRefused() throws Exception {
        KeyDatabase.open(directory).close();
        Files.setPosixFilePermissions(directory.resolve("keys.kek"), PosixFilePermissions.fromString("rw-r--r--"));
        refused("open to others", "chmod 600");
    }

    @Test
    void corruptDatabaseIsNamedWithTheRemedy() throws Exception {
        try (var database = KeyDatabase.open(directory)) {
            for (int i = 0; i < 200; i++) {
                fill(database, UUID.randomUUID());
            }
        }
        try (var file = new RandomAccessFile(directory.resolve("keys.db").toFile(), "rw")) {
            file.seek(4096);
            file.write(new byte[(int) file.length() - 8192]);
        }
        refused("keys.db is corrupt", "move it away");
        Files.writeString(directory.resolve("keys.db"), "this is no database at all, but some text");
        refused("keys.db is corrupt", "move it away");
    }

    @Test
    void databaseInUseIsNotOpenedTwice() throws Exception {
        var database = KeyDatabase.open(directory);
        try {
            refused("in use by another process", "stop that one");
        } finally {
            database.close();
        }
    }

    @Test
    void recordThatWasAlteredIsNotUsed() throws Exception {
        try (var seal = new BlockSeal(key(32));
                var content = key(64)) {
            var sealed = seal.seal(content, new byte[] {1});
            assertEquals(content, seal.open(sealed, new byte[] {1}));
            assertThrows(IllegalStateException.class, () -> seal.open(sealed, new byte[] {2}));
            sealed[40] ^= 1;
            assertThrows(IllegalStateException.class, () -> seal.open(sealed, new byte[] {1}));
        }
    }

    private void refused(String what, String remedy) {
        var failure = assertThrows(StateException.class, () -> KeyDatabase.open(directory));
        assertTrue(failure.getMessage().contains(what), failure.getMessage());
        assertTrue(failure.getMessage().contains(remedy), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }
}
