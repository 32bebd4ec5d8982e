package org.qkdn.controller.core.path;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.RelayRules;

/**
 * A demand that no path is wide enough for, split over several: over as few as possible, then by the demand's objective, with
 * links counted in all. No two have a link in common, so that a cut takes the rate of one part only; relay nodes they may
 * share.
 *
 * <p>The problem is NP-hard. Exact as far as a bounded search goes, which is beyond the QKD networks that exist; from there on
 * a split into equal parts is found wherever there is one that keeps to the hop limit by itself.
 */
public final class SplitPaths {
    private final Passage passage;
    private final long rate;
    private final int[][] noRisks;

    private SplitPaths(RelayGraph graph, RelayDemand demand) {
        passage = new Passage(graph, demand.withRate(1));
        rate = demand.rate();
        noRisks = new int[graph.links()][0];
    }

    /** A path and the rate that goes over it, relay overhead included, in bits per second. */
    public record Part(KeyRelayPath path, long rate) {}

    /** Parts whose rates sum up to the demand's, the shortest path first and full; empty where {@code mostPaths} are too few. */
    public static Optional<List<Part>> find(RelayGraph graph, RelayDemand demand, int mostPaths) {
        Optional<Way> single = new RelayPathSearch(graph).best(new Passage(graph, demand));
        if (single.isPresent()) {
            return Optional.of(List.of(new Part(graph.path(single.get()), demand.rate())));
        }
        return demand.rate() < 2 ? Optional.empty() : new SplitPaths(graph, demand).find(mostPaths);
    }

    private Optional<List<Part>> find(int mostPaths) {
        if (!passage.isPossible()) {
            return Optional.empty();
        }
        long widest = widest();
        return Stream.iterate(2, count -> count <= mostPaths, count -> count + 1)
                .flatMap(count -> into(count, widest).stream())
                .findFirst()
                .map(this::parts);
    }

    /** Rate left on the widest path. */
    private long widest() {
        RelayDemand demand = passage.demand;
        PathRules rules = demand.rules();
        RelayRules straight = rules.relays().withVisit(Set.of());
        PathRules widest = new PathRules(rules.maxHops(), rules.links(), straight, Objective.WIDEST);
        return new RelayPathSearch(passage.graph)
                .best(new Passage(passage.graph, new RelayDemand(demand.from(), demand.to(), demand.rate(), widest)))
                .map(Way::width)
                .orElse(0L);
    }

    private Optional<WaySet> into(int count, long widest) {
        SetSearch search = new SetSearch(passage, count, true, noRisks, new SetSearch.Need(rate, widest));
        Optional<WaySet> found = Choice.best(
                passage.demand.rules().objective(),
                (atLeast, mostHops) -> search.fewestHops(passage.from, atLeast, count, mostHops),
                false,
                Integer.MAX_VALUE,
                Long.MAX_VALUE);
        return found.isPresent() || !search.gaveUp()
                ? found
                : DisjointPaths.best(
                        new Passage(passage.graph, passage.demand.withRate(Math.ceilDiv(rate, count))),
                        Apart.IN_LINKS,
                        count);
    }

    private List<Part> parts(WaySet set) {
        List<Way> ways = new ArrayList<>(set.ways());
        ways.sort(Comparator.comparingInt(Way::hops));
        List<Part> parts = new ArrayList<>();
        long left = rate;
        for (Way way : ways) {
            long part = Math.min(left, way.width(way.hops(), passage.graph.residual));
            parts.add(new Part(passage.graph.path(way), part));
            left -= part;
        }
        return parts;
    }
}
