package org.qkdn.lkms.store;

import java.util.HashMap;
import java.util.Map;

/** All that is stored, in memory. */
final class Tables {
    final Blocks blocks = new Blocks();
    final SpentNames spent = new SpentNames();
    final Map<StoreId, Long> delivered = new HashMap<>();
    final Map<String, byte[]> settings = new HashMap<>();
    private long lastRow;

    /** Never the same twice, not even after the block was undone: its record may be in the log nevertheless. */
    long newRow() {
        return ++lastRow;
    }

    void seen(long row) {
        lastRow = Math.max(lastRow, row);
    }

    /** Overwrites all keys. */
    void wipe() {
        blocks.all().forEach(block -> block.content().close());
    }
}
