package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.KeyRelayPath;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayLink;
import org.qkdn.controller.core.path.RelayPathSearch;

/**
 * Places services on relay paths, the important ones first. A placement that still does is kept, never moved for gain; a
 * new one first looks for rate that nobody has reserved, and only then takes it from services of lower priority.
 */
final class Placing {
    private final RelayNetwork network;
    private final Ledger ledger;
    private final Map<String, Result> results = new TreeMap<>();

    private Placing(RelayNetwork network) {
        this.network = network;
        this.ledger = new Ledger(network.active().stream().collect(Collectors.toMap(PhysLink::id, PhysLink::skr)));
    }

    /**
     * A service to place.
     *
     * @param previous where it was placed, still so in the nodes
     * @param held whether it has the rate of that placement reserved
     */
    record Candidate(KeyService service, EndPoints.Known ends, Optional<Placement> previous, boolean held) {
        SecretKeyRate rate() {
            return RelayOverhead.on(service.minRate());
        }
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
                .sorted(Comparator.comparing(candidate -> candidate.service().name()))
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
                .filter(candidate -> !results.containsKey(candidate.service().name()))
                .forEach(candidate -> placeAnew(candidate, lower));
    }

    private boolean keep(Candidate candidate) {
        boolean kept = candidate
                .previous()
                .filter(placement -> suits(candidate, placement))
                .filter(placement -> ledger.reserve(placement.hops(), candidate.rate()))
                .isPresent();
        if (kept) {
            results.put(candidate.service().name(), new Result(candidate.previous(), Optional.empty()));
        }
        return kept;
    }

    private boolean suits(Candidate candidate, Placement placement) {
        List<NodeName> nodes = placement.path().nodes();
        return placement.hops().size() <= candidate.service().maxHops()
                && nodes.subList(1, nodes.size() - 1).stream()
                        .noneMatch(candidate.service().avoid()::contains);
    }

    private void placeAnew(Candidate candidate, List<Candidate> lower) {
        if (keep(candidate)) {
            return;
        }
        Optional<KeyRelayPath> path = obstacleAtEnd(candidate).isPresent()
                ? Optional.empty()
                : search(candidate, sparing(lower)).or(() -> search(candidate, ledger));
        if (path.isPresent() && ledger.reserve(path.get().links(), candidate.rate())) {
            results.put(candidate.service().name(), new Result(path.map(Placing::placement), Optional.empty()));
        } else {
            String reason = obstacleAtEnd(candidate)
                    .orElseGet(() -> Diagnosis.of(network, ledger, candidate).reason());
            results.put(candidate.service().name(), new Result(remaining(candidate), Optional.of(reason)));
        }
    }

    private Optional<String> obstacleAtEnd(Candidate candidate) {
        return java.util.stream.Stream.of(
                        candidate.ends().sourceNode(), candidate.ends().destinationNode())
                .filter(network.unprogrammable()::containsKey)
                .map(node -> "node " + node + " is not reachable: "
                        + network.unprogrammable().get(node))
                .findFirst();
    }

    /** The ledger as it would be if all of lower priority that can stay did. */
    private Ledger sparing(List<Candidate> lower) {
        Ledger spared = ledger.copy();
        lower.stream().filter(Candidate::held).forEach(each -> each.previous()
                .ifPresent(placement -> spared.reserve(placement.hops(), each.rate())));
        return spared;
    }

    private Optional<KeyRelayPath> search(Candidate candidate, Ledger available) {
        List<RelayLink> links = network.active().stream()
                .map(link -> relayLink(link, available.residual(link.id())))
                .toList();
        return RelayPathSearch.find(
                links,
                new RelayDemand(
                        candidate.ends().sourceNode(),
                        candidate.ends().destinationNode(),
                        candidate.rate().bitsPerSecond(),
                        candidate.service().maxHops(),
                        network.barred(candidate.service().avoid())));
    }

    static RelayLink relayLink(PhysLink link, long residual) {
        return new RelayLink(
                link.id(), link.transmitter().node(), link.receiver().node(), residual);
    }

    private static Placement placement(KeyRelayPath path) {
        return new Placement(path.links().size() == 1 ? path.links().getFirst() : Identities.virtLink(path), path);
    }

    /** A path stays programmed while its links exist, so that what flows and is stored is not lost with it. */
    private Optional<Placement> remaining(Candidate candidate) {
        return candidate.previous().filter(placement -> network.links().keySet().containsAll(placement.hops()));
    }
}
