package org.qkdn.lkms.store;

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

    @Override
    public void close() {
        content.close();
    }
}
