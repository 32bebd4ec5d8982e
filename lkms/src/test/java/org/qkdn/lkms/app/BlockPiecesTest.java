package org.qkdn.lkms.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.store.BlockFilter;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.UsedRanges;

class BlockPiecesTest {
    private static final StoreId STORE = StoreId.application("app");
    private static final byte[] PURPOSE = {1, 2, 3};
    private static final int FREE = 512 - KeyId.CHECK_KEY;

    @TempDir
    Path directory;

    private KeyDatabase here;
    private KeyDatabase there;

    @BeforeEach
    void open() throws Exception {
        here = KeyDatabase.open(directory.resolve("here"));
        there = KeyDatabase.open(directory.resolve("there"));
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private void addBlock(byte[] ours, byte[] theirs) {
        var id = UUID.randomUUID();
        insert(here, id, Owner.OWN, ours);
        insert(there, id, Owner.PEER, theirs);
    }

    private static void insert(KeyDatabase database, UUID id, Owner owner, byte[] bytes) {
        var check = UsedRanges.NONE.with(0, KeyId.CHECK_KEY).orElseThrow();
        try (var content = KeyBytes.copyOf(bytes)) {
            boolean isNew =
                    database.call(blocks -> blocks.insert(STORE, id, owner, new Origin(true, 1, ""), content, check));
            assertTrue(isNew);
        }
    }

    private static byte[] random(Random random) {
        var bytes = new byte[512];
        random.nextBytes(bytes);
        return bytes;
    }

    private Optional<BlockPieces.Cut> cut(int bytes) {
        return here.call(blocks -> BlockPieces.cut(blocks, STORE, bytes, BlockFilter.ANY, PURPOSE));
    }

    private Optional<BlockPieces.Cut> take(BlockPieces.Cut cut, byte[] purpose) {
        return there.call(blocks -> BlockPieces.take(blocks, STORE, cut.pieces(), purpose, cut.check()));
    }

    @Test
    void bothEndsHaveTheSameBytesOfAnyLengthAndNoneTwice() {
        for (long seed = 1; seed <= 5; seed++) {
            var random = new Random(seed);
            for (int i = 0; i < 12; i++) {
                var bytes = random(random);
                addBlock(bytes, bytes);
            }
            var left = 12 * FREE;
            var seen = new ArrayList<KeyBytes>();
            while (left > 0) {
                int length = 1 + random.nextInt(1500);
                var cut = cut(length);
                assertEquals(length <= left, cut.isPresent(), "seed " + seed);
                if (cut.isPresent()) {
                    left -= length;
                    var same = take(cut.get(), PURPOSE).orElseThrow(() -> new AssertionError("refused"));
                    assertEquals(cut.get().bytes(), same.bytes(), "seed " + seed);
                    assertEquals(length, same.bytes().length());
                    assertEquals(new Origin(true, 1, ""), same.origin());
                    if (length >= 8) {
                        assertTrue(!seen.contains(same.bytes()), "seed " + seed);
                        seen.add(same.bytes());
                    }
                    assertEquals(Optional.empty(), take(cut.get(), PURPOSE), "seed " + seed + ": taken twice");
                }
            }
            assertTrue(here.call(blocks -> blocks.levels(1, 1)).isEmpty(), "seed " + seed);
            assertTrue(there.call(blocks -> blocks.levels(1, 1)).isEmpty());
        }
    }

    @Test
    void blockThatDiffersAtTheOtherEndIsRefusedWhereverItDiffersAndBurnt() {
        var random = new Random(9);
        for (int at : List.of(0, KeyId.CHECK_KEY - 1, KeyId.CHECK_KEY, 511)) {
            var ours = random(random);
            var theirs = ours.clone();
            theirs[at] ^= 1;
            addBlock(ours, theirs);
            assertEquals(Optional.empty(), take(cut(FREE).orElseThrow(), PURPOSE), "byte " + at);
            assertTrue(there.call(blocks -> blocks.levels(1, 1)).isEmpty(), "byte " + at);
        }
    }

    @Test
    void bytesCutForOnePurposeAreNotTakenForAnother() {
        var bytes = random(new Random(1));
        addBlock(bytes, bytes);
        assertEquals(Optional.empty(), take(cut(FREE).orElseThrow(), new byte[] {1, 2}));
    }

    @Test
    void tooFewBytesSpendNothing() {
        var bytes = random(new Random(1));
        addBlock(bytes, bytes);
        assertEquals(Optional.empty(), cut(FREE + 1));
        long left = here.call(blocks -> blocks.ownPieces(STORE, 1));
        assertEquals(FREE, left);
    }
}
