package org.qkdn.controller.core.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The best paths without loops, one after another (Yen, with Lawler's partition): what is left of all paths when the best
 * is taken are those that leave it at its first node, at its second, and so on, of which each lot has a best again.
 */
final class Alternatives {
    private final Passage passage;
    private final WaySearch search;
    private final PriorityQueue<Lot> lots;

    /** All paths that go on from the first {@code fixed} hops of {@code best} by none of the links {@code shut}; the best. */
    private static final class Lot {
        private final Way best;
        private final int fixed;
        private final int[] shut;

        Lot(Way best, int fixed, int[] shut) {
            this.best = best;
            this.fixed = fixed;
            this.shut = shut;
        }
    }

    Alternatives(Passage passage, WaySearch search) {
        this.passage = passage;
        this.search = search;
        Comparator<Way> byHops = Comparator.comparingInt(Way::hops);
        Comparator<Way> byWidth = Comparator.comparing(way -> way.width(), Comparator.reverseOrder());
        Comparator<Way> order = passage.demand.rules().objective().countsHopsFirst()
                ? byHops.thenComparing(byWidth)
                : byWidth.thenComparing(byHops);
        lots = new PriorityQueue<>(Comparator.comparing((Lot lot) -> lot.best, order.thenComparing(Way::compareNames)));
    }

    List<Way> find(int count) {
        List<Way> found = new ArrayList<>();
        open(new Way(new int[] {passage.from}, new int[0], Long.MAX_VALUE), 0, new int[0]);
        while (found.size() < count && !lots.isEmpty()) {
            Lot lot = lots.remove();
            found.add(lot.best);
            if (found.size() < count) {
                divide(lot);
            }
        }
        return found;
    }

    private void divide(Lot lot) {
        Way way = lot.best;
        for (int node = 0; node < lot.fixed; node++) {
            passage.shutNode(way.nodes[node], true);
        }
        for (int hop = lot.fixed; hop < way.hops(); hop++) {
            int[] shut = Arrays.copyOf(lot.shut, hop == lot.fixed ? lot.shut.length + 1 : 1);
            shut[shut.length - 1] = way.links[hop];
            passage.shutNode(way.nodes[hop], true);
            open(way, hop, shut);
        }
        for (int node = 0; node < way.hops(); node++) {
            passage.shutNode(way.nodes[node], false);
        }
    }

    private void open(Way way, int fixed, int[] shut) {
        passage.shutLinks(shut);
        best(way, fixed).ifPresent(best -> lots.add(new Lot(best, fixed, shut)));
        passage.shutLinks();
    }

    /** The best path that begins with the first {@code fixed} hops of a way. */
    private Optional<Way> best(Way way, int fixed) {
        long[] quality = passage.quality;
        long width = way.width(fixed, quality);
        return Choice.best(
                passage.demand.rules().objective(),
                (atLeast, mostHops) -> switch (search.fewestHops(way.nodes[fixed], atLeast, mostHops - fixed, width)) {
                    case Trial.Found<Way>(Way rest) -> new Trial.Found<>(way.then(fixed, rest, quality));
                    case Trial.Missed<Way> missed -> missed;
                },
                search.findsWidest(),
                passage.demand.rules().maxHops(),
                width);
    }
}
