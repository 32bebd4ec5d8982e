package org.qkdn.lkms.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A block as read within one transaction: its place, its ledger, and its bytes, of which the used ones are zero. Whoever
 * reads one closes it.
 */
public record StoredBlock(
        long row,
        StoreId store,
        UUID id,
        Owner owner,
        Origin origin,
        Instant created,
        UsedRanges used,
        KeyBytes content)
        implements AutoCloseable {

    /** Bytes behind the last used one; own blocks are cut from front to back. */
    public int firstFree() {
        return used.total();
    }

    public int remaining() {
        return content.length() - used.total();
    }

    /** What the encryption binds the bytes to, so that a record cannot be moved, re-owned or given another ledger. */
    static byte[] binding(StoreId store, UUID id, Owner owner, Origin origin, UsedRanges used) {
        var name = (store + "|" + owner + "|" + origin.encode() + "|").getBytes(StandardCharsets.UTF_8);
        var ledger = used.encode();
        return ByteBuffer.allocate(name.length + 2 * Long.BYTES + ledger.length)
                .put(name)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(ledger)
                .array();
    }

    @Override
    public void close() {
        content.close();
    }
}
