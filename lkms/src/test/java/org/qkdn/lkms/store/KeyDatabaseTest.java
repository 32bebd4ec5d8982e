package org.qkdn.lkms.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
    void settingsAreFoundByPrefixAndAreGoneWhenForgotten() throws Exception {
        try (var database = KeyDatabase.open(directory)) {
            database.call(blocks -> {
                blocks.set("a/1", new byte[] {1});
                blocks.set("a/2", new byte[] {2});
                blocks.set("b", new byte[0]);
                return true;
            });
            database.call(blocks -> {
                blocks.unset("a/1");
                return true;
            });
        }
        try (var database = KeyDatabase.open(directory)) {
            assertEquals(List.of("a/2"), database.call(blocks -> blocks.settingNames("a/")));
            assertTrue(database.call(blocks -> blocks.setting("a/1")).isEmpty());
            assertTrue(database.call(blocks -> blocks.setting("b")).isPresent());
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
        Files.delete(directory.resolve("kek.p12"));
        refused("kek.p12 is missing", "restore that file");
        assertFalse(Files.exists(directory.resolve("kek.p12")), "a new key would hide the loss");
    }

    @Test
    void keyFileOfAnotherDatabaseIsRefused() throws Exception {
        KeyDatabase.open(directory).close();
        KeyDatabase.open(directory.resolve("other")).close();
        for (var file : List.of("kek.p12", "kek.password")) {
            Files.copy(
                    directory.resolve("other").resolve(file),
                    directory.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        refused("kek.p12 is not the key of", "restore the right one");
    }

    @Test
    void wrongPasswordIsNamedWithTheRemedy() throws Exception {
        KeyDatabase.open(directory).close();
        Files.writeString(directory.resolve("kek.password"), "guessed");
        refused("kek.p12 cannot be opened", "kek.password is its password");
    }

    @Test
    void keyFileOpenToOthersIsRefused() throws Exception {
        KeyDatabase.open(directory).close();
        for (var file : List.of("kek.p12", "kek.password")) {
            Files.setPosixFilePermissions(directory.resolve(file), PosixFilePermissions.fromString("rw-r--r--"));
            refused(file + " is open to others", "chmod 600");
            Files.setPosixFilePermissions(directory.resolve(file), PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void corruptSegmentIsNamedWithTheRemedy() throws Exception {
        try (var database = KeyDatabase.open(directory)) {
            for (int i = 0; i < 200; i++) {
                fill(database, UUID.randomUUID());
            }
        }
        var segment = directory.resolve("segment-1.log");
        try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(4096);
            file.write(new byte[16]);
        }
        refused("segment-1.log is corrupt", "move the state directory's files away");
        Files.writeString(segment, "this is no segment at all, but some text".repeat(20));
        refused("segment-1.log is corrupt", "move the state directory's files away");
        Files.delete(segment);
        refused("segment-1.log is missing", "move the state directory's files away");
    }

    @Test
    void corruptEpochKeysAreNamedWithTheRemedy() throws Exception {
        try (var database = KeyDatabase.open(directory)) {
            fill(database, UUID.randomUUID());
        }
        var epochs = directory.resolve("epochs");
        var good = Files.readAllBytes(epochs);
        var slotLost = good.clone();
        slotLost[140] ^= 1;
        Files.write(epochs, slotLost);
        refused("segment-1.log holds keys of another", "move the state directory's files away");
        Files.writeString(epochs, "this is no file of keys");
        refused("epochs is corrupt", "move the state directory's files away");
        Files.delete(epochs);
        refused("epochs is missing", "segment-1.log");
    }

    @Test
    void formatOfALaterVersionIsRefused() throws Exception {
        KeyDatabase.open(directory).close();
        for (var name : List.of("epochs", "segment-1.log")) {
            var file = directory.resolve(name);
            var good = Files.readAllBytes(file);
            var later = good.clone();
            later[Long.BYTES + Integer.BYTES - 1] = 3;
            Files.write(file, later);
            refused(name + " has format 3, and this version knows 2 at most", "newer");
            Files.write(file, good);
        }
        KeyDatabase.open(directory).close();
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
    void keyEncryptingKeyOfStoresNotInUseCanBeChanged() throws Exception {
        var settings = StoreSettings.in(directory);
        var id = UUID.randomUUID();
        try (var database = KeyDatabase.open(settings)) {
            fill(database, id);
            var inUse = assertThrows(StateException.class, () -> KeyDatabase.rotateKey(settings));
            assertTrue(inUse.getMessage().contains("in use by another process"), inUse.getMessage());
        }
        var before = Files.readAllBytes(directory.resolve("kek.p12"));
        assertTrue(KeyDatabase.rotateKey(settings).contains("holds a new key-encrypting key"));
        assertFalse(Arrays.equals(before, Files.readAllBytes(directory.resolve("kek.p12"))));
        try (var database = KeyDatabase.open(settings)) {
            boolean there = database.call(blocks -> blocks.has(LINK, id));
            assertTrue(there);
        }
    }

    @Test
    void whatHangsOnAnAnswerMayWaitForTheDatabaseToo() throws Exception {
        try (var database = KeyDatabase.open(directory)) {
            var id = UUID.randomUUID();
            var answer = database.submit(
                            blocks -> blocks.insert(LINK, id, Owner.OWN, Origin.UNKNOWN, key(64), UsedRanges.NONE))
                    .thenApply(stored -> database.call(blocks -> blocks.has(LINK, id)))
                    .thenApply(found ->
                            database.submit(blocks -> blocks.ownPieces(LINK, 1)).join());
            assertEquals(64, answer.get(30, TimeUnit.SECONDS));
        }
    }

    private static Transaction<Integer> after(CountDownLatch latch) {
        return blocks -> {
            try {
                return latch.await(30, TimeUnit.SECONDS) ? 1 : 0;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Test
    void whatHangsOnAnAnswerMayWaitForAnotherOfTheSameGroup() throws Exception {
        try (var database = KeyDatabase.open(directory)) {
            var gathered = new CountDownLatch(1);
            var busy = database.submit(after(gathered));
            var second = new CompletableFuture<CompletableFuture<String>>();
            var first = database.submit(blocks -> "first")
                    .thenApply(answer -> answer + " after " + second.join().join());
            second.complete(database.submit(blocks -> "second"));
            gathered.countDown();
            assertEquals("first after second", first.get(30, TimeUnit.SECONDS));
            assertEquals(1, busy.get());
        }
    }

    @Test
    void whatHangsOnAnAnswerRunsByTheExecutorGivenOrNeverthelessWhenThatIsShutDown() throws Exception {
        var executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("afterwards").factory());
        try (var database = KeyDatabase.open(directory)) {
            for (var thread : List.of("afterwards", "")) {
                var attached = new CountDownLatch(1);
                var ran = database.submit(after(attached), executor)
                        .thenApply(answer -> Thread.currentThread().getName());
                attached.countDown();
                assertEquals(thread, ran.get(30, TimeUnit.SECONDS));
                executor.shutdown();
            }
        }
    }

    /** Made when format 2 was new: whoever makes a format 3 reads this one as well. */
    @Test
    void stateOfFormatTwoIsRead() throws Exception {
        for (var file : List.of("epochs", "kek.p12", "kek.password", "segment-2.log")) {
            try (var in = getClass().getResourceAsStream("/state-format-2/" + file)) {
                Files.copy(in, directory.resolve(file));
            }
            Files.setPosixFilePermissions(directory.resolve(file), PosixFilePermissions.fromString("rw-------"));
        }
        try (var database = KeyDatabase.open(directory)) {
            assertEquals(Map.of(LINK, new Level(48, 64, 1, 48)), database.call(blocks -> blocks.levels(1, 1)));
            Map<StoreId, Long> delivered = database.call(BlockTable::delivered);
            assertEquals(Map.of(LINK, 128L), delivered);
            boolean known = database.call(blocks -> blocks.has(LINK, new UUID(3, 3)));
            assertTrue(known);
            assertArrayEquals(
                    new byte[] {5}, database.call(blocks -> blocks.setting("s")).orElseThrow());
        }
    }

    private void refused(String what, String remedy) {
        var failure = assertThrows(StateException.class, () -> KeyDatabase.open(directory));
        assertTrue(failure.getMessage().contains(what), failure.getMessage());
        assertTrue(failure.getMessage().contains(remedy), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }
}
