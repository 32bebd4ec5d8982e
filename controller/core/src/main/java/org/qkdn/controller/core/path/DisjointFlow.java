package org.qkdn.controller.core.path;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Disjoint paths with the fewest links in all, as a flow of least cost: each node is split into an entry and an exit, and each
 * round sends one unit more along a cheapest augmenting path (Suurballe, Bhandari). O(count x nodes x links). Sees neither
 * shared risks nor the hop limit nor nodes that are to be crossed.
 */
final class DisjointFlow {
    private static final int NOTHING = -1;

    private final Passage passage;
    private final int source;
    private final int sink;
    /** Node {@code i} is entered at {@code 2i} and left at {@code 2i + 1}. */
    private final int[] lastLeaving;

    /** Arc {@code 2i + 1} is the way back of arc {@code 2i}; arcs that leave the same end are chained by {@code next}. */
    private final int[] head;

    private final int[] next;
    private final int[] cost;
    private final int[] room;
    /** Number of the link; {@link #NOTHING} within a node. */
    private final int[] link;

    private int arcs;

    /**
     * @param atLeast quality of every link
     * @param count of paths that is sought
     */
    DisjointFlow(Passage passage, boolean sharesRelays, long atLeast, int count) {
        this.passage = passage;
        RelayGraph graph = passage.graph;
        int most = 2 * (2 * graph.links() + graph.nodes.size());
        head = new int[most];
        next = new int[most];
        cost = new int[most];
        room = new int[most];
        link = new int[most];
        lastLeaving = new int[2 * graph.nodes.size()];
        Arrays.fill(lastLeaving, NOTHING);
        source = 2 * passage.from + 1;
        sink = 2 * passage.to;
        for (int node = 0; node < graph.nodes.size(); node++) {
            if (passage.isOpenNode(node)) {
                if (node != passage.from && node != passage.to) {
                    join(2 * node, 2 * node + 1, 0, NOTHING, sharesRelays ? count : 1);
                }
                for (int arc = graph.first[node + 1] - 1; arc >= graph.first[node]; arc--) {
                    int via = graph.via[arc];
                    if (passage.isOpenNode(graph.target[arc])
                            && passage.isOpenLink(via)
                            && passage.quality[via] >= atLeast) {
                        join(2 * node + 1, 2 * graph.target[arc], 1, via, 1);
                    }
                }
            }
        }
    }

    private void join(int from, int to, int price, int via, int capacity) {
        add(from, to, price, via, capacity);
        add(to, from, -price, via, 0);
    }

    private void add(int from, int to, int price, int via, int capacity) {
        head[arcs] = to;
        cost[arcs] = price;
        link[arcs] = via;
        room[arcs] = capacity;
        next[arcs] = lastLeaving[from];
        lastLeaving[from] = arcs++;
    }

    /** Empty where there are not so many. */
    Optional<WaySet> find(int count) {
        for (int found = 0; found < count; found++) {
            if (!augment()) {
                return Optional.empty();
            }
        }
        List<Way> ways = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ways.add(take());
        }
        return Optional.of(new WaySet(ways));
    }

    /** Bellman and Ford, with a queue: ways back have negative cost. */
    private boolean augment() {
        int[] price = new int[lastLeaving.length];
        int[] by = new int[lastLeaving.length];
        boolean[] queued = new boolean[lastLeaving.length];
        Arrays.fill(price, Integer.MAX_VALUE);
        price[source] = 0;
        Deque<Integer> queue = new ArrayDeque<>(List.of(source));
        while (!queue.isEmpty()) {
            int here = queue.remove();
            queued[here] = false;
            for (int arc = lastLeaving[here]; arc != NOTHING; arc = next[arc]) {
                int there = head[arc];
                if (room[arc] > 0 && price[here] + cost[arc] < price[there]) {
                    price[there] = price[here] + cost[arc];
                    by[there] = arc;
                    if (!queued[there]) {
                        queued[there] = true;
                        queue.add(there);
                    }
                }
            }
        }
        if (price[sink] == Integer.MAX_VALUE) {
            return false;
        }
        for (int at = sink; at != source; at = head[by[at] ^ 1]) {
            room[by[at]]--;
            room[by[at] ^ 1]++;
        }
        return true;
    }

    /** Takes one path's unit out of the flow. */
    private Way take() {
        List<Integer> nodes = new ArrayList<>(List.of(passage.from));
        List<Integer> links = new ArrayList<>();
        long width = Long.MAX_VALUE;
        for (int at = source; at != sink; ) {
            int arc = lastLeaving[at];
            while (arc % 2 != 0 || room[arc ^ 1] == 0) {
                arc = next[arc];
            }
            room[arc ^ 1]--;
            at = head[arc];
            if (link[arc] != NOTHING) {
                nodes.add(at / 2);
                links.add(link[arc]);
                width = Math.min(width, passage.quality[link[arc]]);
            }
        }
        return new Way(
                nodes.stream().mapToInt(Integer::intValue).toArray(),
                links.stream().mapToInt(Integer::intValue).toArray(),
                width);
    }
}
