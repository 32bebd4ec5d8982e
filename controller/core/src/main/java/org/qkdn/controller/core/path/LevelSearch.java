package org.qkdn.controller.core.path;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kernel: a path of fewest hops, of these the widest, of these the first by name. Level by level from both ends until
 * they meet, then on towards the start over what lies between, O(links) at most and mostly far less. Keeps its arrays from
 * search to search; not for use by several threads.
 */
final class LevelSearch implements WaySearch {
    private static final int NONE = -1;

    private final RelayGraph graph;
    private final Side start;
    private final Side goal;
    /** Of each node that the goal's side reached, the widest way from there among those of fewest hops. */
    private final long[] widths;

    /** Only for objectives that put the worst link first. */
    private Optional<Bottleneck> bottleneck = Optional.empty();

    private Passage passage;
    private int source;
    private long bar;
    private boolean met;

    /** What was reached from one end, in the order of levels. */
    private static final class Side {
        final int[] level;
        final int[] reached;
        int count;
        /** Where the outermost level begins. */
        int outermost;

        int depth;
        /** The best link that the bar kept it off: who gets by with a lower bar has to cross one of these. */
        long ceiling;

        Side(int nodes) {
            level = new int[nodes];
            reached = new int[nodes];
            Arrays.fill(level, NONE);
        }

        void restart(int end) {
            for (int i = 0; i < count; i++) {
                level[reached[i]] = NONE;
            }
            count = 0;
            depth = 0;
            outermost = 0;
            ceiling = Choice.ANY;
            add(end, 0);
        }

        void add(int node, int at) {
            level[node] = at;
            reached[count++] = node;
        }

        int breadth() {
            return count - outermost;
        }
    }

    LevelSearch(RelayGraph graph) {
        this.graph = graph;
        start = new Side(graph.nodes.size());
        goal = new Side(graph.nodes.size());
        widths = new long[graph.nodes.size()];
    }

    /** The same arrays for another demand. */
    LevelSearch within(Passage other) {
        passage = other;
        return this;
    }

    @Override
    public boolean findsWidest() {
        return true;
    }

    @Override
    public long most(int from, long enough) {
        Bottleneck kept = bottleneck.orElseGet(() -> new Bottleneck(graph));
        bottleneck = Optional.of(kept);
        return kept.best(passage, from, enough);
    }

    @Override
    public Trial<Way> fewestHops(int from, long atLeast, int mostHops, long enough) {
        source = from;
        bar = atLeast;
        met = false;
        start.restart(from);
        goal.restart(passage.to);
        widths[passage.to] = Long.MAX_VALUE;
        while (!met) {
            boolean fromGoal = goal.breadth() <= start.breadth();
            Side side = fromGoal ? goal : start;
            if (side.breadth() == 0) {
                return new Trial.Missed<>(side.ceiling);
            }
            if (start.depth + goal.depth >= mostHops) {
                return new Trial.Missed<>(Math.max(start.ceiling, goal.ceiling));
            }
            if (fromGoal) {
                widen(NONE);
            } else {
                advance();
            }
        }
        int hops = start.depth + goal.depth;
        while (goal.depth < hops) {
            widen(hops);
        }
        return new Trial.Found<>(follow(hops, Math.min(widths[source], enough)));
    }

    /** One level more from the start. */
    private void advance() {
        int end = start.count;
        for (int i = start.outermost; i < end; i++) {
            int node = start.reached[i];
            for (int arc = graph.first[node]; arc < graph.first[node + 1]; arc++) {
                int next = graph.target[arc];
                if (start.level[next] == NONE && isOpen(start, arc)) {
                    start.add(next, start.depth + 1);
                    met |= goal.level[next] != NONE;
                }
            }
        }
        start.outermost = end;
        start.depth++;
    }

    /** One level more from the goal; where {@code hops} in all are known, only over nodes as far from the start as is left. */
    private void widen(int hops) {
        int end = goal.count;
        int depth = goal.depth + 1;
        for (int i = goal.outermost; i < end; i++) {
            int node = goal.reached[i];
            if (hops != NONE && start.level[node] != hops - goal.depth) {
                continue;
            }
            for (int arc = graph.first[node]; arc < graph.first[node + 1]; arc++) {
                int next = graph.target[arc];
                int level = goal.level[next];
                if ((level == NONE ? hops == NONE || start.level[next] == hops - depth : level == depth)
                        && isOpen(goal, arc)) {
                    long width = Math.min(widths[node], passage.quality[graph.via[arc]]);
                    if (level == NONE) {
                        goal.add(next, depth);
                        widths[next] = width;
                        met |= start.level[next] != NONE;
                    } else {
                        widths[next] = Math.max(widths[next], width);
                    }
                }
            }
        }
        goal.outermost = end;
        goal.depth = depth;
    }

    private boolean isOpen(Side side, int arc) {
        int link = graph.via[arc];
        int next = graph.target[arc];
        if (!passage.isOpenLink(link) || !(passage.isOpenNode(next) || next == source)) {
            return false;
        }
        long quality = passage.quality[link];
        if (quality < bar) {
            side.ceiling = Math.max(side.ceiling, quality);
            return false;
        }
        return true;
    }

    private Way follow(int hops, long width) {
        int[] nodes = new int[hops + 1];
        int[] links = new int[hops];
        nodes[0] = source;
        for (int hop = 0; hop < hops; hop++) {
            int arc = graph.first[nodes[hop]];
            while (!leadsOn(arc, hops - hop - 1, width)) {
                arc++;
            }
            links[hop] = graph.via[arc];
            nodes[hop + 1] = graph.target[arc];
        }
        return new Way(nodes, links, width);
    }

    private boolean leadsOn(int arc, int hopsLeft, long width) {
        int next = graph.target[arc];
        return goal.level[next] == hopsLeft
                && widths[next] >= width
                && passage.quality[graph.via[arc]] >= width
                && passage.isOpenLink(graph.via[arc]);
    }
}
