package org.qkdn.lkms.store;

import java.util.Arrays;

/** What a frame consists of. The codes are those in the log; never to be changed. */
enum LogEntry {
    /** A block, new or copied from an older segment; whatever was known of it is replaced. */
    BLOCK(1),
    /** A block's ledger after use. */
    USED(2),
    /** A block that is used up or burnt. */
    GONE(3),
    /** Bits handed out from a store, in all; less than 0: the count is dropped. */
    DELIVERED(4),
    SETTING(5),
    /** Begin of a segment: counts, settings and names of older segments do not matter any more, for copies follow. */
    HEAD(6),
    /** The name of a block that is gone. */
    NAME(7),
    /** A setting that is no more. */
    UNSET(8);

    private final int code;

    LogEntry(int code) {
        this.code = code;
    }

    static LogEntry of(int code) {
        return Arrays.stream(values())
                .filter(entry -> entry.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no entry has code " + code));
    }

    static void block(FrameWriter out, Block block) {
        out.put(BLOCK.code)
                .putLong(block.row())
                .putText(block.name().store().toString())
                .putLong(block.name().id().getMostSignificantBits())
                .putLong(block.name().id().getLeastSignificantBits())
                .put(block.owner().code())
                .putText(block.origin().encode())
                .putLong(block.created())
                .putBytes(block.kept().encode())
                .putBytes(block.used().encode())
                .putBytes(block.content().exposed());
    }

    static void used(FrameWriter out, long row, UsedRanges used) {
        out.put(USED.code).putLong(row).putBytes(used.encode());
    }

    static void gone(FrameWriter out, long row, long name, long epochSecond) {
        out.put(GONE.code).putLong(row).putLong(name).putLong(epochSecond);
    }

    static void delivered(FrameWriter out, StoreId store, long bits) {
        out.put(DELIVERED.code).putText(store.toString()).putLong(bits);
    }

    static void setting(FrameWriter out, String name, byte[] value) {
        out.put(SETTING.code).putText(name).putBytes(value);
    }

    static void unset(FrameWriter out, String name) {
        out.put(UNSET.code).putText(name);
    }

    static void head(FrameWriter out, Tables tables) {
        out.put(HEAD.code);
        tables.delivered.forEach((store, bits) -> delivered(out, store, bits));
        tables.settings.forEach((name, value) -> setting(out, name, value));
        tables.spent.all().forEach((name, second) -> spentName(out, name, second));
    }

    static void spentName(FrameWriter out, long name, long epochSecond) {
        out.put(NAME.code).putLong(name).putLong(epochSecond);
    }
}
