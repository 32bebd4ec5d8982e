package org.qkdn.lkms.store;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Builds the tables again from the frames of the log, in the order of segments and frames. */
final class Replay {
    private final Tables tables;
    private final Map<Long, Block> byRow = new HashMap<>();
    private final Map<String, StoreId> stores = new HashMap<>();

    Replay(Tables tables) {
        this.tables = tables;
    }

    void frame(long segment, byte[] content) {
        var in = new FrameReader(content);
        while (in.hasMore()) {
            switch (LogEntry.of(in.get())) {
                case BLOCK -> block(segment, in);
                case USED -> used(in.getLong(), UsedRanges.decode(in.getBytes()));
                case GONE -> gone(in.getLong(), in.getLong(), in.getLong());
                case DELIVERED -> delivered(store(in.getText()), in.getLong());
                case SETTING -> tables.settings.put(in.getText(), in.getBytes());
                case UNSET -> tables.settings.remove(in.getText());
                case HEAD -> {
                    tables.delivered.clear();
                    tables.settings.clear();
                    tables.spent.clear();
                }
                case NAME -> tables.spent.add(in.getLong(), in.getLong());
            }
        }
    }

    private void block(long segment, FrameReader in) {
        long row = in.getLong();
        var name = new Block.Name(store(in.getText()), new UUID(in.getLong(), in.getLong()));
        var owner = Owner.of(in.get());
        var origin = Origin.decode(in.getText());
        long created = in.getLong();
        var kept = UsedRanges.decode(in.getBytes());
        var used = UsedRanges.decode(in.getBytes());
        var content = KeyBytes.owning(in.getBytes());
        // by name: where a frame failed and was written nevertheless, the block may have come again under another row
        tables.blocks.find(name).ifPresent(this::forget);
        var block = new Block(row, segment, name, owner, origin, created, kept, used, content);
        tables.seen(row);
        tables.blocks.add(block);
        byRow.put(row, block);
    }

    /** Of a block that is not known, its segment was dropped, and so the record is of no use any more. */
    private void used(long row, UsedRanges used) {
        var block = byRow.get(row);
        if (block != null) {
            // a union, for the log may hold a use of the same bytes that was undone because its frame seemed to fail
            var next = block.after(block.used().union(used));
            tables.blocks.homes().used(block.home(), System.nanoTime());
            forget(block);
            tables.blocks.add(next);
            byRow.put(row, next);
        }
    }

    private void gone(long row, long name, long epochSecond) {
        var block = byRow.get(row);
        if (block != null) {
            tables.blocks.homes().used(block.home(), System.nanoTime());
            forget(block);
        }
        tables.spent.add(name, epochSecond);
    }

    private void forget(Block block) {
        tables.blocks.remove(block);
        byRow.remove(block.row());
        block.content().close();
    }

    private void delivered(StoreId store, long bits) {
        if (bits < 0) {
            tables.delivered.remove(store);
        } else {
            tables.delivered.put(store, bits);
        }
    }

    private StoreId store(String text) {
        return stores.computeIfAbsent(text, StoreId::parse);
    }
}
