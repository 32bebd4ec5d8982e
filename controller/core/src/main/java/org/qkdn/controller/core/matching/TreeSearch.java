package org.qkdn.controller.core.matching;

import static org.qkdn.controller.core.matching.Blossoms.NONE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.qkdn.controller.core.matching.Prices.Label;

/**
 * Finds the best place for a vertex that joins: a tree of alternating paths grows from it, along edges as they cease to cost too
 * much, until it meets a vertex that is left over, or one of its own that costs nothing any more and can be left over
 * instead. The path from there to the root is flipped.
 */
final class TreeSearch {
    private final Graph graph;
    private final Blossoms blossoms;
    private final Prices prices;
    private final boolean[] joined;
    private final int root;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Integer> labelled = new ArrayList<>();
    /** From the even blossom above to an odd one. */
    private final int[] treeDart;

    private long deadline = Long.MAX_VALUE;
    private int cheapest;

    /**
     * An edge may join, or, if {@code subject} is negative, the odd blossom of the number {@code ~subject} costs nothing any more.
     * May be out of date.
     */
    private record Event(long time, int order, int subject) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    private int eventCount;

    TreeSearch(Graph graph, Blossoms blossoms, Prices prices, boolean[] joined, int root) {
        this.graph = graph;
        this.blossoms = blossoms;
        this.prices = prices;
        this.joined = joined;
        this.root = root;
        treeDart = new int[blossoms.capacity()];
    }

    void run() {
        makeEven(root);
        boolean found = false;
        while (!found) {
            Event next = events.poll();
            if (next == null || next.time() >= deadline) {
                prices.advance(deadline);
                flip(cheapest, NONE);
                found = true;
            } else {
                prices.advance(next.time());
                found = next.subject() < 0 ? expand(~next.subject()) : follow(next.subject());
            }
        }
        labelled.stream()
                .filter(blossom -> prices.label(blossom) != Label.OUTSIDE)
                .forEach(blossom -> prices.relabel(blossom, Label.OUTSIDE));
    }

    /** Whether the search has found what it looked for. */
    private boolean follow(int dart) {
        int from = blossoms.outermost(graph.tail(dart));
        int to = blossoms.outermost(graph.head(dart));
        if (from == to || prices.slack(dart) != 0) {
            return false;
        }
        if (prices.label(from) != Label.EVEN) {
            return prices.label(to) == Label.EVEN && follow(dart ^ 1);
        }
        return switch (prices.label(to)) {
            case ODD -> false;
            case EVEN -> {
                shrink(dart);
                yield false;
            }
            case OUTSIDE -> {
                int onward = blossoms.matched(blossoms.base(to));
                if (onward == NONE) {
                    blossoms.rebase(to, graph.head(dart));
                    flip(graph.tail(dart), dart);
                    yield true;
                }
                makeOdd(to, dart);
                makeEven(blossoms.outermost(graph.head(onward)));
                yield false;
            }
        };
    }

    private void makeEven(int blossom) {
        prices.relabel(blossom, Label.EVEN);
        labelled.add(blossom);
        blossoms.forEachVertex(blossom, this::watchFrom);
    }

    private void makeOdd(int blossom, int dart) {
        prices.relabel(blossom, Label.ODD);
        labelled.add(blossom);
        treeDart[blossom] = dart;
        if (!blossoms.isVertex(blossom)) {
            at(prices.now() + prices.ofBlossom(blossom) / 2, ~blossom);
        }
    }

    /** A vertex has become even: its edges may join the tree, or close a cycle in it. */
    private void watchFrom(int vertex) {
        long end = prices.now() + prices.of(vertex);
        if (end < deadline) {
            deadline = end;
            cheapest = vertex;
        }
        int blossom = blossoms.outermost(vertex);
        for (int i = graph.first(vertex); i < graph.first(vertex + 1); i++) {
            int dart = graph.dart(i);
            int other = graph.head(dart);
            int there = blossoms.outermost(other);
            if (joined[other] && there != blossom) {
                switch (prices.label(there)) {
                    case OUTSIDE -> at(prices.now() + prices.slack(dart), dart);
                    case EVEN -> at(prices.now() + prices.slack(dart) / 2, dart);
                    case ODD -> {
                        // both ends' prices change alike, so nothing comes of it
                    }
                }
            }
        }
    }

    /** A vertex is outside again: edges of the tree may reach it. */
    private void watchFor(int vertex) {
        for (int i = graph.first(vertex); i < graph.first(vertex + 1); i++) {
            int dart = graph.dart(i);
            if (joined[graph.head(dart)] && prices.label(blossoms.outermost(graph.head(dart))) == Label.EVEN) {
                at(prices.now() + prices.slack(dart), dart);
            }
        }
    }

    private void at(long time, int subject) {
        if (time < deadline) {
            events.add(new Event(time, eventCount++, subject));
        }
    }

    /** The cycle that an edge between two even blossoms closes becomes an even blossom. */
    private void shrink(int dart) {
        int one = blossoms.outermost(graph.tail(dart));
        int other = blossoms.outermost(graph.head(dart));
        int top = meeting(one, other);
        List<Integer> darts = new ArrayList<>(
                up(one, top).reversed().stream().map(each -> each ^ 1).toList());
        darts.add(dart);
        darts.addAll(up(other, top));
        int[] cycle = darts.stream()
                .mapToInt(each -> blossoms.outermost(graph.tail(each)))
                .toArray();
        List<Integer> newlyEven = new ArrayList<>();
        for (int child : cycle) {
            if (prices.label(child) == Label.ODD) {
                blossoms.forEachVertex(child, newlyEven::add);
            }
            prices.relabel(child, Label.OUTSIDE);
        }
        int blossom =
                blossoms.shrink(cycle, darts.stream().mapToInt(each -> each).toArray());
        prices.begin(blossom, Label.EVEN);
        labelled.add(blossom);
        newlyEven.forEach(this::watchFrom);
    }

    /** Where the ways of two even blossoms to the root meet. */
    private int meeting(int one, int other) {
        Set<Integer> above = new HashSet<>();
        int top = blossoms.outermost(root);
        for (int at = one; at != top; at = evenAbove(at)) {
            above.add(at);
        }
        int at = other;
        while (at != top && !above.contains(at)) {
            at = evenAbove(at);
        }
        return at;
    }

    private int oddAbove(int even) {
        return blossoms.outermost(graph.head(blossoms.matched(blossoms.base(even))));
    }

    private int evenAbove(int even) {
        return blossoms.outermost(graph.tail(treeDart[oddAbove(even)]));
    }

    private List<Integer> up(int even, int top) {
        List<Integer> darts = new ArrayList<>();
        for (int at = even; at != top; at = evenAbove(at)) {
            darts.add(blossoms.matched(blossoms.base(at)));
            darts.add(treeDart[oddAbove(at)] ^ 1);
        }
        return darts;
    }

    /** An odd blossom that costs nothing falls apart; the even way through it stays in the tree. */
    private boolean expand(int blossom) {
        if (prices.label(blossom) != Label.ODD || prices.ofBlossom(blossom) != 0) {
            return false;
        }
        int dart = treeDart[blossom];
        int place = blossoms.place(blossom, graph.head(dart));
        int[] cycle = blossoms.children(blossom);
        int step = place % 2 == 0 ? cycle.length - 1 : 1;
        prices.relabel(blossom, Label.OUTSIDE);
        blossoms.expand(blossom);
        List<Integer> even = new ArrayList<>();
        while (true) {
            makeOdd(cycle[place], dart);
            if (place == 0) {
                break;
            }
            int matched = (place + step) % cycle.length;
            even.add(cycle[matched]);
            place = (matched + step) % cycle.length;
            dart = step == 1 ? blossoms.join(blossom, matched) : blossoms.join(blossom, place) ^ 1;
        }
        even.forEach(this::makeEven);
        for (int child : cycle) {
            if (prices.label(child) == Label.OUTSIDE) {
                blossoms.forEachVertex(child, this::watchFor);
            }
        }
        return false;
    }

    /**
     * Along the way from an even vertex to the root, what was matched is no more, and the rest is.
     *
     * @param next the dart by which the vertex is matched from now on, or -1
     */
    private void flip(int vertex, int next) {
        int even = vertex;
        int dart = next;
        while (true) {
            int blossom = blossoms.outermost(even);
            int before = blossoms.matched(blossoms.base(blossom));
            blossoms.rebase(blossom, even);
            if (dart == NONE) {
                blossoms.leaveOut(even);
            } else {
                blossoms.match(dart);
            }
            if (before == NONE) {
                return;
            }
            int odd = blossoms.outermost(graph.head(before));
            dart = treeDart[odd];
            blossoms.rebase(odd, graph.head(dart));
            even = graph.tail(dart);
        }
    }
}
