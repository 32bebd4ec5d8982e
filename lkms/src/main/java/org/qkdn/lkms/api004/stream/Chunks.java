package org.qkdn.lkms.api004.stream;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.qkdn.lkms.app.BlockPieces;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.StoredBlock;
import org.qkdn.lkms.store.UsedRanges;
import org.qkdn.node.v1.KeyStream;

/** Chunks of streams that wait to be fetched, each a block named by session and sequence number; within one transaction. */
final class Chunks {
    private Chunks() {}

    static void insert(BlockTable blocks, KeyStream stream, long sequence, BlockPieces.Cut cut) {
        var id = name(stream, sequence);
        if (!blocks.insert(store(stream), id, Owner.OWN, cut.origin(), cut.bytes(), UsedRanges.NONE)) {
            throw new IllegalStateException("chunk " + sequence + " of a stream was there before");
        }
    }

    static Optional<StoredBlock> find(BlockTable blocks, KeyStream stream, long sequence) {
        return blocks.find(store(stream), name(stream, sequence), Owner.OWN);
    }

    /** The first chunk in the range that is there. */
    static OptionalLong first(BlockTable blocks, KeyStream stream, long from, long below) {
        for (long sequence = from; sequence < below; sequence++) {
            var found = find(blocks, stream, sequence);
            if (found.isPresent()) {
                found.get().close();
                return OptionalLong.of(sequence);
            }
        }
        return OptionalLong.empty();
    }

    static void spend(BlockTable blocks, StoredBlock chunk) {
        blocks.spend(chunk, chunk.used().with(0, chunk.content().length()).orElseThrow());
    }

    static void burn(BlockTable blocks, KeyStream stream, long sequence, Account.Cause cause) {
        var found = find(blocks, stream, sequence);
        if (found.isPresent()) {
            try (var chunk = found.get()) {
                burn(blocks, stream, chunk, cause);
            }
        }
    }

    static void burn(BlockTable blocks, KeyStream stream, StoredBlock chunk, Account.Cause cause) {
        blocks.addBurnt(source(stream), cause, 8L * chunk.content().length());
        spend(blocks, chunk);
    }

    static void burnAll(BlockTable blocks, KeyStream stream) {
        blocks.burnOlderThan(store(stream), source(stream), Account.Cause.ABANDONED, Long.MAX_VALUE);
    }

    /** Those stored before the given second. */
    static void burnOlderThan(BlockTable blocks, KeyStream stream, long epochSecond) {
        blocks.burnOlderThan(store(stream), source(stream), Account.Cause.EXPIRED, epochSecond);
    }

    /** Where the bytes of the chunks come from, and on whose account they are. */
    static StoreId source(KeyStream stream) {
        return StoreId.application(stream.getAppId());
    }

    private static StoreId store(KeyStream stream) {
        return StoreId.of(StoreId.Kind.STREAM, stream.getHere().getKeyStreamId());
    }

    private static UUID name(KeyStream stream, long sequence) {
        return new UUID(StreamTable.session(stream), sequence);
    }
}
