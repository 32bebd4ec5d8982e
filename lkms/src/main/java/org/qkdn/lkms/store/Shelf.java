package org.qkdn.lkms.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The blocks of one owner in one store, in the order in which they were stored. They are grouped by the number of their
 * unused bytes as well: nearly all blocks of a store are whole, so there are few groups, and each question is answered by
 * looking at those.
 */
final class Shelf {
    private final TreeMap<Long, Block> byRow = new TreeMap<>();
    private final TreeMap<Integer, TreeMap<Long, Block>> byRemaining = new TreeMap<>();
    private long remaining;

    void add(Block block) {
        byRow.put(block.row(), block);
        group(block);
    }

    void remove(Block block) {
        byRow.remove(block.row());
        ungroup(block);
    }

    /** Puts the same block in its place as it is after use. */
    void replace(Block block, Block by) {
        byRow.put(by.row(), by);
        ungroup(block);
        group(by);
    }

    private void group(Block block) {
        byRemaining.computeIfAbsent(block.remaining(), size -> new TreeMap<>()).put(block.row(), block);
        remaining += block.remaining();
    }

    private void ungroup(Block block) {
        var group = byRemaining.get(block.remaining());
        group.remove(block.row());
        if (group.isEmpty()) {
            byRemaining.remove(block.remaining());
        }
        remaining -= block.remaining();
    }

    boolean isEmpty() {
        return byRow.isEmpty();
    }

    /** Unused bytes. */
    long remaining() {
        return remaining;
    }

    /** The oldest blocks that give so many pieces; fragments in between are passed over, and there are few of them. */
    List<Block> oldestFor(int bytes, int pieces, BlockFilter filter) {
        var chosen = new ArrayList<Block>();
        int given = 0;
        for (var block : byRow.values()) {
            if (given >= pieces) {
                break;
            }
            if (block.remaining() >= bytes && block.passes(filter)) {
                chosen.add(block);
                given += block.remaining() / bytes;
            }
        }
        return chosen;
    }

    long countWithRoom(int bytes) {
        return byRemaining.tailMap(bytes, true).values().stream()
                .mapToLong(TreeMap::size)
                .sum();
    }

    /** How many pieces of this size the blocks still give, each cut from one block. */
    long pieces(int bytes) {
        long pieces = 0;
        for (var group : byRemaining.tailMap(bytes, true).entrySet()) {
            pieces += (long) (group.getKey() / bytes) * group.getValue().size();
        }
        return pieces;
    }

    long pieces(int bytes, BlockFilter filter) {
        return byRow.values().stream()
                .filter(block -> block.passes(filter))
                .mapToLong(block -> block.remaining() / bytes)
                .sum();
    }

    /** The blocks with less room than that, but for the newest {@code keep} of them. */
    List<Block> fragments(int bytes, int keep) {
        var groups = byRemaining.headMap(bytes, false).values();
        int count = 0;
        for (var group : groups) {
            count += group.size();
        }
        if (count <= keep) {
            return List.of();
        }
        return groups.stream()
                .flatMap(group -> group.values().stream())
                .sorted(Comparator.comparingLong(Block::row))
                .limit(count - keep)
                .toList();
    }

    List<Block> allButNewest(int keep) {
        return byRow.size() <= keep
                ? List.of()
                : byRow.values().stream().limit(byRow.size() - keep).toList();
    }

    List<Block> olderThan(long epochSecond) {
        var old = new ArrayList<Block>();
        for (var block : byRow.values()) {
            if (block.created() < epochSecond) {
                old.add(block);
            }
        }
        return old;
    }
}
