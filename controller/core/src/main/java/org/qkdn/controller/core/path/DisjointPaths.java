package org.qkdn.controller.core.path;

import java.util.List;
import java.util.Optional;

/**
 * Several relay paths between the same two nodes that are apart, never fewer than asked for. Of all sets the best by the
 * demand's objective: links are counted in all, and the worst link of all is what the others weigh.
 *
 * <p>As a flow of least cost, exact, where paths need only be apart in nodes and links and the hop limit does not bind. Else
 * the problem is NP-hard and a bounded search takes over: exact as far as that goes, which is beyond the QKD networks that
 * exist; from there on a worse set may be found, or none.
 */
public final class DisjointPaths {
    private final Passage passage;
    private final Apart apart;
    private final int count;
    private final int[][] risks;
    private final SetSearch search;

    private DisjointPaths(Passage passage, Apart apart, int count) {
        this.passage = passage;
        this.apart = apart;
        this.count = count;
        risks = apart.of(passage.graph, passage.demand);
        search = new SetSearch(passage, count, !apart.relays(), risks, SetSearch.Need.NONE);
    }

    /** A single path is that of {@link RelayPathSearch}. */
    public static Optional<List<KeyRelayPath>> find(RelayGraph graph, RelayDemand demand, Apart apart, int count) {
        if (count == 1) {
            return new RelayPathSearch(graph).find(demand).map(List::of);
        }
        Passage passage = new Passage(graph, demand);
        return best(passage, apart, count)
                .map(set -> set.ways().stream().map(graph::path).toList());
    }

    static Optional<WaySet> best(Passage passage, Apart apart, int count) {
        return passage.isPossible() ? new DisjointPaths(passage, apart, count).best() : Optional.empty();
    }

    private Optional<WaySet> best() {
        return Choice.best(
                passage.demand.rules().objective(), this::fewestHops, false, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    private Trial<WaySet> fewestHops(long atLeast, int mostHops) {
        Optional<WaySet> cheapest = new DisjointFlow(passage, !apart.relays(), atLeast, count).find(count);
        if (cheapest.isEmpty() || cheapest.get().hops() > mostHops) {
            return new Trial.Missed<>(passage.bestBelow(atLeast));
        }
        return isFit(cheapest.get())
                ? new Trial.Found<>(cheapest.get())
                : search.fewestHops(passage.from, atLeast, cheapest.get().hops(), mostHops);
    }

    private boolean isFit(WaySet set) {
        return set.ways().stream()
                        .allMatch(way -> way.hops() <= passage.demand.rules().maxHops())
                && Apart.holds(set.ways(), risks)
                && (apart.relays()
                        ? passage.crossesAll(set.ways().toArray(Way[]::new))
                        : set.ways().stream().allMatch(passage::crossesAll));
    }
}
