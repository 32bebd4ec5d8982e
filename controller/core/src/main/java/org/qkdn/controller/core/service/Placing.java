package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.RelayGraph;

/**
 * Places services on relay paths, the important ones first. A placement that still does is kept, never moved for gain; a
 * new one first looks for rate that nobody has reserved, and only then takes it from services of lower priority.
 */
final class Placing {
    private final RelayNetwork network;
    private final Ledger ledger;
    private final Fit fit;
    private final PlacementSearch search;

    private final Map<String, Result> results = new TreeMap<>();

    private Placing(RelayNetwork network) {
        this.network = network;
        ledger = new Ledger(network.active().stream().collect(Collectors.toMap(PhysLink::id, PhysLink::skr)));
        RelayGraph graph = network.graph(network.active(), link -> link.skr().bitsPerSecond());
        fit = new Fit(network, graph);
        search = new PlacementSearch(network, graph, fit);
    }

    /** Where a service is placed; where {@code refusal} tells why it is not, its previous placement if that remains. */
    record Result(Optional<Placement> placement, Optional<String> refusal) {}

    /** What became of each candidate, by service name, and the rate reserved on each link. */
    record Outcome(Map<String, Result> results, Map<KeyAssociationLinkId, SecretKeyRate> reserved) {}

    @SuppressWarnings("JdkObsolete") // groups by a TreeMap whose head map is a SortedMap in the library's own signature
    static Outcome of(
            RelayNetwork network,
            Collection<Candidate> candidates,
            Collection<Map<KeyAssociationLinkId, SecretKeyRate>> inUse) {
        Placing placing = new Placing(network);
        inUse.forEach(rates -> rates.forEach(placing.ledger::reserveInUse));
        NavigableMap<Integer, List<Candidate>> levels = candidates.stream()
                .sorted(Comparator.comparing(Candidate::name))
                .collect(Collectors.groupingBy(
                        candidate -> candidate.service().priority(), TreeMap::new, Collectors.toList()));
        levels.descendingMap()
                .forEach((priority, level) -> placing.place(
                        level,
                        levels.headMap(priority, false).values().stream()
                                .flatMap(List::stream)
                                .toList()));
        Map<KeyAssociationLinkId, SecretKeyRate> reserved = new TreeMap<>();
        network.links().keySet().forEach(link -> reserved.put(link, placing.ledger.reserved(link)));
        return new Outcome(placing.results, reserved);
    }

    private void place(List<Candidate> level, List<Candidate> lower) {
        level.stream().filter(Candidate::held).forEach(this::keep);
        level.stream()
                .filter(candidate -> !results.containsKey(candidate.name()))
                .forEach(candidate -> placeAnew(candidate, lower));
    }

    private boolean keep(Candidate candidate) {
        boolean kept = candidate
                .previous()
                .filter(placement -> fit.suits(candidate, placement))
                .filter(placement -> ledger.reserve(placement.hops(), candidate.rate()))
                .isPresent();
        if (kept) {
            results.put(candidate.name(), new Result(candidate.previous(), Optional.empty()));
        }
        return kept;
    }

    private void placeAnew(Candidate candidate, List<Candidate> lower) {
        if (keep(candidate)) {
            return;
        }
        Optional<Placement> placement = search.find(candidate, sparing(lower)).or(() -> search.find(candidate, ledger));
        if (placement.isPresent() && ledger.reserve(placement.get().hops(), candidate.rate())) {
            results.put(candidate.name(), new Result(placement, Optional.empty()));
        } else {
            String reason = search.obstacleAtEnd(candidate)
                    .orElseGet(() -> Diagnosis.of(network, ledger, candidate).reason());
            results.put(candidate.name(), new Result(remaining(candidate), Optional.of(reason)));
        }
    }

    /** The ledger as it would be if all of lower priority that can stay did. */
    private Ledger sparing(List<Candidate> lower) {
        Ledger spared = ledger.copy();
        lower.stream().filter(Candidate::held).forEach(each -> each.previous()
                .ifPresent(placement -> spared.reserve(placement.hops(), each.rate())));
        return spared;
    }

    /** A path stays programmed while its links exist, so that what flows and is stored is not lost with it; no half one. */
    private Optional<Placement> remaining(Candidate candidate) {
        return candidate
                .previous()
                .filter(placement -> placement.shares().stream().noneMatch(share -> fit.isHalf(candidate, share)))
                .or(() -> candidate.carrying().stream().findFirst())
                .filter(placement -> network.links().keySet().containsAll(placement.hops()));
    }
}
