package org.qkdn.lkms.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which blocks' bytes lie in which segment of the log, and where bytes lie that were used. */
final class Homes {
    /** A segment of no more than this is worth being merged into another. */
    private static final long SMALL = 1 << 16;

    private static final int MANY = 8;

    private static final class Home {
        private final TreeMap<Long, Block> blocks = new TreeMap<>();
        private long written;
        private long live;
        private OptionalLong usedSince = OptionalLong.empty();

        boolean isSparse() {
            return written <= SMALL || live < written / 4;
        }
    }

    private final TreeMap<Long, Home> segments = new TreeMap<>();

    void open(long segment) {
        segments.putIfAbsent(segment, new Home());
    }

    void wrote(long segment, long bytes) {
        segments.get(segment).written += bytes;
    }

    void add(Block block) {
        var home = segments.get(block.home());
        home.blocks.put(block.row(), block);
        home.live += block.remaining();
    }

    void remove(Block block) {
        var home = segments.get(block.home());
        home.blocks.remove(block.row());
        home.live -= block.remaining();
    }

    /** The same block after use, or in another segment. */
    void replace(Block block, Block by) {
        if (block.home() != by.home()) {
            remove(block);
            add(by);
            return;
        }
        var home = segments.get(by.home());
        home.blocks.put(by.row(), by);
        home.live += by.remaining() - block.remaining();
    }

    /** Bytes of a block there were used: they must not stay readable. */
    void used(long segment, long nanoTime) {
        var home = segments.get(segment);
        if (home.usedSince.isEmpty()) {
            home.usedSince = OptionalLong.of(nanoTime);
        }
    }

    /** When the first use was whose bytes are still in the log. */
    OptionalLong usedSince() {
        var first = OptionalLong.empty();
        for (var home : segments.values()) {
            var since = home.usedSince;
            if (first.isEmpty() || (since.isPresent() && since.getAsLong() - first.getAsLong() < 0)) {
                first = since;
            }
        }
        return first;
    }

    /** True where many segments hold next to nothing. */
    boolean isCluttered(long active) {
        int sparse = 0;
        for (var home : segments.headMap(active).values()) {
            sparse += home.isSparse() ? 1 : 0;
        }
        return sparse >= MANY;
    }

    /** Segments before this one whose bytes were used, and those that hold next to nothing. */
    SortedSet<Long> purgeable(long active) {
        var found = new TreeSet<Long>();
        segments.headMap(active).forEach((segment, home) -> {
            if (home.usedSince.isPresent() || home.isSparse()) {
                found.add(segment);
            }
        });
        return found;
    }

    /** Some blocks of these segments, oldest first, of about so many bytes together. */
    List<Block> some(SortedSet<Long> among, int bytes) {
        var some = new ArrayList<Block>();
        int size = 0;
        for (long segment : among) {
            for (var block : segments.get(segment).blocks.values()) {
                if (size >= bytes) {
                    return some;
                }
                some.add(block);
                size += block.content().length();
            }
        }
        return some;
    }

    void forget(SortedSet<Long> dropped) {
        dropped.forEach(segments::remove);
    }

    Map<Long, Integer> counts() {
        var counts = new TreeMap<Long, Integer>();
        segments.forEach((segment, home) -> counts.put(segment, home.blocks.size()));
        return counts;
    }
}
