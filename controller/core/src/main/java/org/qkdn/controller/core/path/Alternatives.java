package org.qkdn.controller.core.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The best paths without loops, one after another (Yen, with Lawler's partition): what is left of all paths when the best
 * is taken are those that leave it at its first node, at its second, and so on, of which each lot has a best again.
 */
final class Alternatives {
    private final Passage passage;
    private final WaySearch search;
    private final boolean countsHopsFirst;
    /** The best first, and no more than are still wanted. */
    private final List<Lot> lots = new ArrayList<>();

    private int wanted;

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
        countsHopsFirst = passage.demand.rules().objective().countsHopsFirst();
    }

    List<Way> find(int count) {
        if (countsHopsFirst && search.findsWidest() && passage.graph.nodes.size() <= FewPaths.MOST_NODES) {
            Optional<List<Way>> few = new FewPaths(passage).find(count);
            if (few.isPresent()) {
                few.get().sort(this::compare);
                return few.get().subList(0, Math.min(count, few.get().size()));
            }
        }
        return divideAndSearch(count);
    }

    private List<Way> divideAndSearch(int count) {
        List<Way> found = new ArrayList<>(count);
        wanted = count;
        open(new Way(new int[] {passage.from}, new int[0], Long.MAX_VALUE), 0, new int[0]);
        while (wanted > 0 && !lots.isEmpty()) {
            Lot lot = lots.removeFirst();
            found.add(lot.best);
            wanted--;
            if (wanted > 0) {
                divide(lot);
            }
        }
        return found;
    }

    private int compare(Way one, Way other) {
        int byHops = Integer.compare(one.hops(), other.hops());
        int byWidth = Long.compare(other.width(), one.width());
        int first = countsHopsFirst ? byHops : byWidth;
        int second = countsHopsFirst ? byWidth : byHops;
        return first != 0 ? first : second != 0 ? second : one.compareNames(other);
    }

    private void keep(Lot lot) {
        int at = lots.size();
        while (at > 0 && compare(lot.best, lots.get(at - 1).best) < 0) {
            at--;
        }
        if (at < wanted) {
            lots.add(at, lot);
            if (lots.size() > wanted) {
                lots.removeLast();
            }
        }
    }

    /** Links of the longest path that is still of use. */
    private int mostHops() {
        int most = passage.demand.rules().maxHops();
        return countsHopsFirst && lots.size() >= wanted
                ? Math.min(most, lots.getLast().best.hops())
                : most;
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
        best(way, fixed).ifPresent(best -> keep(new Lot(best, fixed, shut)));
        passage.shutLinks();
    }

    /** The best path that begins with the first {@code fixed} hops of a way. */
    private Optional<Way> best(Way way, int fixed) {
        long[] quality = passage.quality;
        long prefix = way.width(fixed, quality);
        long width = countsHopsFirst ? prefix : search.most(way.nodes[fixed], prefix);
        return Choice.best(
                passage.demand.rules().objective(),
                (atLeast, mostHops) -> switch (search.fewestHops(way.nodes[fixed], atLeast, mostHops - fixed, prefix)) {
                    case Trial.Found<Way>(Way rest) -> new Trial.Found<>(way.then(fixed, rest, quality));
                    case Trial.Missed<Way> missed -> missed;
                },
                search.findsWidest(),
                mostHops(),
                width);
    }
}
