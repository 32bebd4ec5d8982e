package org.qkdn.lkms.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a group of transactions changes: at once in memory, as records for the log, and as steps that undo it. Bytes that
 * were used stay in memory until it is decided which of the two counts.
 */
final class Changes {
    private final Tables tables;
    private final FrameWriter frame = new FrameWriter();
    private final List<Runnable> undo = new ArrayList<>();
    private final List<KeyBytes> replaced = new ArrayList<>();
    private final Set<StoreId> counted = new HashSet<>();
    private long segment;

    Changes(Tables tables) {
        this.tables = tables;
    }

    /** Where things stand between two transactions. */
    record Mark(int steps, int replaced, int frame) {}

    /** A group begins whose frame goes to this segment. */
    void begin(long activeSegment) {
        segment = activeSegment;
    }

    Mark mark() {
        return new Mark(undo.size(), replaced.size(), frame.length());
    }

    void insert(Block.Name name, Owner owner, Origin origin, KeyBytes content, UsedRanges used, long created) {
        var copy = content.slice(0, content.length());
        var block = new Block(tables.newRow(), segment, name, owner, origin, created, used, used, copy);
        tables.blocks.add(block);
        undo.add(() -> {
            tables.blocks.remove(block);
            copy.close();
        });
        LogEntry.block(frame, block);
    }

    void use(Block block, UsedRanges next) {
        var after = block.after(next);
        tables.blocks.replace(block, after);
        replaced.add(block.content());
        undo.add(() -> {
            tables.blocks.replace(after, block);
            after.content().close();
        });
        tables.blocks.homes().used(block.home(), System.nanoTime());
        LogEntry.used(frame, block.row(), next);
    }

    void burn(Block block) {
        long name = tables.spent.digest(block.name());
        long now = Instant.now().getEpochSecond();
        tables.blocks.remove(block);
        tables.spent.add(name, now);
        replaced.add(block.content());
        undo.add(() -> {
            tables.blocks.add(block);
            tables.spent.remove(name);
        });
        tables.blocks.homes().used(block.home(), System.nanoTime());
        LogEntry.gone(frame, block.row(), name, now);
    }

    void remember(Block.Name spent, long epochSecond) {
        long name = tables.spent.digest(spent);
        tables.spent.add(name, epochSecond);
        undo.add(() -> tables.spent.remove(name));
        LogEntry.spentName(frame, name, epochSecond);
    }

    void countDelivered(StoreId store, long bits) {
        var before = tables.delivered.put(store, tables.delivered.getOrDefault(store, 0L) + bits);
        undo.add(() -> restore(store, before));
        counted.add(store);
    }

    void dropCount(StoreId store) {
        var before = tables.delivered.remove(store);
        undo.add(() -> restore(store, before));
        counted.add(store);
    }

    private void restore(StoreId store, Long before) {
        if (before == null) {
            tables.delivered.remove(store);
        } else {
            tables.delivered.put(store, before);
        }
    }

    void set(String name, byte[] value) {
        var before = tables.settings.put(name, value.clone());
        undo.add(() -> restore(name, before));
        LogEntry.setting(frame, name, value);
    }

    void unset(String name) {
        var before = tables.settings.remove(name);
        undo.add(() -> restore(name, before));
        LogEntry.unset(frame, name);
    }

    private void restore(String name, byte[] before) {
        if (before == null) {
            tables.settings.remove(name);
        } else {
            tables.settings.put(name, before);
        }
    }

    /** Writes the block once more, into the segment of this group. */
    void copy(Block block) {
        var moved = block.movedTo(segment);
        tables.blocks.replace(block, moved);
        undo.add(() -> tables.blocks.replace(moved, block));
        LogEntry.block(frame, moved);
    }

    /** What later segments need of those before. */
    void head() {
        LogEntry.head(frame, tables);
    }

    /** The frame of all that was changed; empty where nothing was. */
    FrameWriter frame() {
        for (var store : counted) {
            LogEntry.delivered(frame, store, tables.delivered.getOrDefault(store, -1L));
        }
        counted.clear();
        return frame;
    }

    /** Undoes what happened since. */
    void undoTo(Mark mark) {
        while (undo.size() > mark.steps) {
            undo.removeLast().run();
        }
        replaced.subList(mark.replaced, replaced.size()).clear();
        frame.cutTo(mark.frame);
    }

    /** All of it counts: what was used is overwritten in memory. */
    void keep() {
        replaced.forEach(KeyBytes::close);
        replaced.clear();
        undo.clear();
        frame.cutTo(0);
    }
}
