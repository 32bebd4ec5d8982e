package org.qkdn.controller.core.path;

import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.model.PathRules;

/**
 * Relay paths one by one: the best by the demand's {@link Objective}, or the best few. Exact; only where the demand names
 * nodes to cross, which makes the problem NP-hard, exact as far as a bounded search goes, which is beyond the QKD
 * networks that exist: from there on a worse path may be found, or none.
 */
public final class RelayPathSearch {
    private final Passage passage;
    private final WaySearch search;

    private RelayPathSearch(Passage passage) {
        this.passage = passage;
        search = passage.visit.length == 0 ? new LevelSearch(passage) : new CrossingSearch(passage);
    }

    /** Empty where no path keeps to all that is demanded. */
    public static Optional<KeyRelayPath> find(RelayGraph graph, RelayDemand demand) {
        return best(new Passage(graph, demand)).map(graph::path);
    }

    /** The best paths, best first: {@code count}, or as many as there are. */
    public static List<KeyRelayPath> alternatives(RelayGraph graph, RelayDemand demand, int count) {
        Passage passage = new Passage(graph, demand);
        return passage.isPossible()
                ? new Alternatives(passage, new RelayPathSearch(passage).search)
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

    static Optional<Way> best(Passage passage) {
        return passage.isPossible() ? new RelayPathSearch(passage).best() : Optional.empty();
    }

    private Optional<Way> best() {
        return Choice.best(
                passage.demand.rules().objective(),
                (atLeast, mostHops) -> search.fewestHops(passage.from, atLeast, mostHops, Long.MAX_VALUE),
                search.findsWidest(),
                passage.demand.rules().maxHops(),
                Long.MAX_VALUE);
    }
}
