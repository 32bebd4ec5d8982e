package org.qkdn.lkms.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The ledger of one block: which of its bytes are used. Immutable; ranges are sorted, disjoint and not adjacent. */
public final class UsedRanges {
    public static final UsedRanges NONE = new UsedRanges(List.of());

    private final List<Range> ranges;
    private final int total;

    private UsedRanges(List<Range> ranges) {
        this.ranges = ranges;
        int sum = 0;
        for (var range : ranges) {
            sum += range.end - range.start;
        }
        this.total = sum;
    }

    private record Range(int start, int end) {}

    /**
     * The ledger after use of {@code [offset, offset + length)}; empty where a byte of it is used already, or the range
     * is not one.
     */
    public Optional<UsedRanges> with(int offset, int length) {
        if (offset < 0 || length <= 0 || offset > Integer.MAX_VALUE - length) {
            return Optional.empty();
        }
        int start = offset;
        int end = offset + length;
        var next = new ArrayList<Range>(ranges.size() + 1);
        int i = 0;
        while (i < ranges.size() && ranges.get(i).end < start) {
            next.add(ranges.get(i++));
        }
        if (i < ranges.size() && ranges.get(i).end == start) {
            start = ranges.get(i++).start;
        }
        if (i < ranges.size() && ranges.get(i).start < end) {
            return Optional.empty();
        }
        if (i < ranges.size() && ranges.get(i).start == end) {
            end = ranges.get(i++).end;
        }
        next.add(new Range(start, end));
        next.addAll(ranges.subList(i, ranges.size()));
        return Optional.of(new UsedRanges(List.copyOf(next)));
    }

    /** Number of used bytes. */
    public int total() {
        return total;
    }

    /** True where this ledger uses every byte that the other uses. */
    boolean covers(UsedRanges other) {
        for (var part : other.ranges) {
            if (!hasAll(part)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasAll(Range part) {
        for (var range : ranges) {
            if (range.start <= part.start && part.end <= range.end) {
                return true;
            }
        }
        return false;
    }

    /** What either uses. */
    UsedRanges union(UsedRanges other) {
        var sorted = new ArrayList<>(ranges);
        sorted.addAll(other.ranges);
        sorted.sort(Comparator.comparingInt(Range::start));
        var joined = new ArrayList<Range>(sorted.size());
        for (var range : sorted) {
            if (!joined.isEmpty() && range.start <= joined.getLast().end) {
                var before = joined.removeLast();
                joined.add(new Range(before.start, Math.max(before.end, range.end)));
            } else {
                joined.add(range);
            }
        }
        return new UsedRanges(List.copyOf(joined));
    }

    /** A copy of the bytes without those that this ledger uses and the one before did not. */
    KeyBytes forget(KeyBytes content, UsedRanges before) {
        var kept = content.slice(0, content.length());
        ranges.forEach(range -> kept.erase(range.start, range.end - range.start));
        before.ranges.forEach(range -> kept.restore(content, range.start, range.end - range.start));
        return kept;
    }

    byte[] encode() {
        var out = ByteBuffer.allocate(ranges.size() * 2 * Integer.BYTES);
        ranges.forEach(range -> out.putInt(range.start).putInt(range.end));
        return out.array();
    }

    static UsedRanges decode(byte[] encoded) {
        var in = ByteBuffer.wrap(encoded);
        var used = NONE;
        while (in.remaining() >= 2 * Integer.BYTES) {
            int start = in.getInt();
            int end = in.getInt();
            used = used.with(start, end - start)
                    .orElseThrow(() -> new IllegalStateException("a block's ledger contradicts itself"));
        }
        return used;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UsedRanges that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
