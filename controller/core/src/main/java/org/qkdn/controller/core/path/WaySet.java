package org.qkdn.controller.core.path;

import java.util.List;

/** Several paths between the same two nodes. */
record WaySet(List<Way> ways) implements Graded {
    WaySet {
        ways = List.copyOf(ways);
    }

    @Override
    public int hops() {
        return ways.stream().mapToInt(Way::hops).sum();
    }

    @Override
    public long width() {
        return ways.stream().mapToLong(Way::width).min().orElse(Long.MAX_VALUE);
    }
}
