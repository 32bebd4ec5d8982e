package org.qkdn.controller.core.path;

import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.model.PathRules;

/**
 * Relay paths one by one: the best by the demand's {@link org.qkdn.controller.core.model.Objective}, or the best few. Exact;
 * only where the demand names nodes to cross, which makes the problem NP-hard, exact as far as a bounded search goes, which
 * is beyond the QKD networks that exist: from there on a worse path may be found, or none.
 *
 * <p>Lives as long as one moment's network is of interest, and keeps its arrays from search to search; not for use by
 * several threads.
 */
public final class RelayPathSearch {
    private final RelayGraph graph;
    private final LevelSearch levels;

    public RelayPathSearch(RelayGraph graph) {
        this.graph = graph;
        levels = new LevelSearch(graph);
    }

    /** Empty where no path keeps to all that is demanded. */
    public Optional<KeyRelayPath> find(RelayDemand demand) {
        return best(new Passage(graph, demand)).map(graph::path);
    }

    /** The best paths, best first: {@code count}, or as many as there are. */
    public List<KeyRelayPath> alternatives(RelayDemand demand, int count) {
        Passage passage = new Passage(graph, demand);
        return passage.isPossible()
                ? new Alternatives(passage, search(passage))
                        .find(count).stream().map(graph::path).toList()
                : List.of();
    }

    /** Whether a path's links and relay nodes keep to the rules, whatever its rate and the nodes it should cross. */
    public static boolean keepsTo(RelayGraph graph, PathRules rules, KeyRelayPath path) {
        Passage passage = new Passage(
                graph, new RelayDemand(path.nodes().getFirst(), path.nodes().getLast(), Long.MIN_VALUE, rules));
        return path.links().size() <= rules.maxHops()
                && path.relays().stream()
                        .mapToInt(graph::number)
                        .allMatch(node -> node >= 0 && passage.isOpenNode(node))
                && path.links().stream()
                        .mapToInt(graph::number)
                        .allMatch(link -> link >= 0 && passage.isOpenLink(link));
    }

    Optional<Way> best(Passage passage) {
        if (!passage.isPossible()) {
            return Optional.empty();
        }
        WaySearch search = search(passage);
        Objective objective = passage.demand.rules().objective();
        return Choice.best(
                objective,
                (atLeast, mostHops) -> search.fewestHops(passage.from, atLeast, mostHops, Long.MAX_VALUE),
                search.findsWidest(),
                passage.demand.rules().maxHops(),
                objective.countsHopsFirst() ? Long.MAX_VALUE : search.most(passage.from, Long.MAX_VALUE));
    }

    private WaySearch search(Passage passage) {
        return passage.visit.length == 0 ? levels.within(passage) : new CrossingSearch(passage);
    }
}
