package org.qkdn.lkms.store;

import java.time.Instant;
import java.util.UUID;

/**
 * A block in memory. Never changed: use makes another of it.
 *
 * @param row counts up in the order in which blocks were stored, and is never used again
 * @param home the segment of the log where its bytes lie
 * @param created second of the epoch
 * @param kept bytes that were never to be handed out; they stay with the block, and {@code used} has them too
 * @param content its bytes, of which those used since are zero
 */
record Block(
        long row,
        long home,
        Name name,
        Owner owner,
        Origin origin,
        long created,
        UsedRanges kept,
        UsedRanges used,
        KeyBytes content) {

    /** What a block is found by. */
    record Name(StoreId store, UUID id) {}

    int remaining() {
        return content.length() - used.total();
    }

    boolean passes(BlockFilter filter) {
        return filter.admits(origin, Instant.ofEpochSecond(created));
    }

    /** The block after use, with a copy of its bytes that lacks those. */
    Block after(UsedRanges next) {
        return new Block(row, home, name, owner, origin, created, kept, next, next.forget(content, kept));
    }

    /** The same bytes, now in another segment. */
    Block movedTo(long segment) {
        return new Block(row, segment, name, owner, origin, created, kept, used, content);
    }

    /** A copy for a caller. */
    StoredBlock read() {
        return new StoredBlock(
                row,
                name.store(),
                name.id(),
                owner,
                origin,
                Instant.ofEpochSecond(created),
                used,
                content.slice(0, content.length()));
    }
}
