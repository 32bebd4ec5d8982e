package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.model.SharedRisk;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.Apart;
import org.qkdn.controller.core.path.DisjointPaths;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayGraph;
import org.qkdn.controller.core.path.RelayPathSearch;

/**
 * Places services on relay paths, the important ones first. A placement that still does is kept, never moved for gain; a
 * new one first looks for rate that nobody has reserved, and only then takes it from services of lower priority.
 */
final class Placing {
    /** Less than any service asks for. */
    private static final long NOTHING = -1;

    private final RelayNetwork network;
    private final Ledger ledger;
    /** Of the links that work. */
    private final RelayGraph graph;

    private final Map<String, Result> results = new TreeMap<>();

    private Placing(RelayNetwork network) {
        this.network = network;
        this.ledger = new Ledger(network.active().stream().collect(Collectors.toMap(PhysLink::id, PhysLink::skr)));
        this.graph = network.graph(network.active(), link -> link.skr().bitsPerSecond());
    }

    /**
     * A service to place.
     *
     * @param previous where it was placed, still so in the nodes
     * @param held whether it has the rate of that placement reserved
     * @param inPlace those shares of it that all their nodes hold
     * @param carrying where its keys still go while the previous placement is being made
     */
    record Candidate(
            KeyService service,
            EndPoints.Known ends,
            Optional<Placement> previous,
            boolean held,
            Set<Share> inPlace,
            List<Placement> carrying) {
        SecretKeyRate rate() {
            return RelayOverhead.on(service.minRate());
        }
    }

    /** Where a service is placed; where {@code refusal} tells why it is not, its previous placement if that remains. */
    record Result(Optional<Placement> placement, Optional<String> refusal) {}

    /** What became of each candidate, by service name, and the rate reserved on each link. */
    record Outcome(Map<String, Result> results, Map<KeyAssociationLinkId, SecretKeyRate> reserved) {}

    /** Those of the same priority in the order given. */
    @SuppressWarnings("JdkObsolete") // groups by a TreeMap whose head map is a SortedMap in the library's own signature
    static Outcome of(
            RelayNetwork network,
            Collection<Candidate> candidates,
            Collection<Map<KeyAssociationLinkId, SecretKeyRate>> inUse) {
        Placing placing = new Placing(network);
        inUse.forEach(rates -> rates.forEach(placing.ledger::reserveInUse));
        NavigableMap<Integer, List<Candidate>> levels = candidates.stream()
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
        return placement.shares().size() == candidate.service().mix().paths()
                && placement.isDisjoint()
                && isApart(candidate, placement.shares())
                && crossesAll(candidate, placement.shares())
                && placement.shares().stream().allMatch(share -> suits(candidate, share));
    }

    private static boolean crossesAll(Candidate candidate, List<Share> shares) {
        return candidate.service().rules().relays().visit().stream().allMatch(node -> shares.stream()
                .anyMatch(share -> share.path().nodes().contains(node)));
    }

    private boolean suits(Candidate candidate, Share share) {
        return !isHalf(candidate, share)
                && RelayPathSearch.keepsTo(graph, candidate.service().rules(), share.path());
    }

    /** A path that some of its nodes do not hold, and will not. */
    private boolean isHalf(Candidate candidate, Share share) {
        return share.isVirtual()
                && !candidate.inPlace().contains(share)
                && share.path().nodes().stream().anyMatch(network.unprogrammable()::containsKey);
    }

    /** Whether no two shares have in common what they must not. */
    private boolean isApart(Candidate candidate, List<Share> shares) {
        Set<SharedRisk> seen = new HashSet<>();
        return shares.stream().map(share -> risks(candidate, share)).allMatch(risks -> risks.stream()
                .allMatch(seen::add));
    }

    private Set<SharedRisk> risks(Candidate candidate, Share share) {
        return share.hops().stream().flatMap(hop -> risks(candidate, hop)).collect(Collectors.toSet());
    }

    private Stream<SharedRisk> risks(Candidate candidate, KeyAssociationLinkId link) {
        Apart apart = apart(candidate);
        return network.risks(link).stream()
                .filter(risk -> apart.matters(
                        risk, candidate.ends().sourceNode(), candidate.ends().destinationNode()));
    }

    private static Apart apart(Candidate candidate) {
        return new Apart(true, candidate.service().mix().apart());
    }

    private void placeAnew(Candidate candidate, List<Candidate> lower) {
        if (keep(candidate)) {
            return;
        }
        Optional<Placement> placement = obstacleAtEnd(candidate).isPresent()
                ? Optional.empty()
                : search(candidate, sparing(lower)).or(() -> search(candidate, ledger));
        if (placement.isPresent() && ledger.reserve(placement.get().hops(), candidate.rate())) {
            results.put(candidate.service().name(), new Result(placement, Optional.empty()));
        } else {
            String reason = obstacleAtEnd(candidate)
                    .orElseGet(() -> Diagnosis.of(network, ledger, candidate).reason());
            results.put(candidate.service().name(), new Result(remaining(candidate), Optional.of(reason)));
        }
    }

    private Optional<String> obstacleAtEnd(Candidate candidate) {
        return Stream.of(candidate.ends().sourceNode(), candidate.ends().destinationNode())
                .filter(network.unprogrammable()::containsKey)
                .map(node -> "node " + node + " " + network.unprogrammable().get(node))
                .findFirst();
    }

    /** The ledger as it would be if all of lower priority that can stay did. */
    private Ledger sparing(List<Candidate> lower) {
        Ledger spared = ledger.copy();
        lower.stream().filter(Candidate::held).forEach(each -> each.previous()
                .ifPresent(placement -> spared.reserve(placement.hops(), each.rate())));
        return spared;
    }

    /** Of several paths those stay that still do, if there are others beside them; else all are sought anew. */
    private Optional<Placement> search(Candidate candidate, Ledger available) {
        List<Share> standing = standing(candidate, available.copy());
        return (standing.isEmpty() ? Optional.<Placement>empty() : search(candidate, available, standing))
                .or(() -> search(candidate, available, List.of()));
    }

    private List<Share> standing(Candidate candidate, Ledger available) {
        return candidate.previous().stream()
                .filter(placement -> placement.isDisjoint() && isApart(candidate, placement.shares()))
                .flatMap(placement -> placement.shares().stream())
                .filter(share -> suits(candidate, share) && available.reserve(share.hops(), candidate.rate()))
                .limit(candidate.service().mix().paths() - 1L)
                .toList();
    }

    /** Paths beside the {@code standing} ones, apart from these too. */
    private Optional<Placement> search(Candidate candidate, Ledger available, List<Share> standing) {
        PathRules rules = candidate.service().rules();
        Set<NodeName> barred = network.barred(rules.relays().avoid());
        Set<NodeName> toVisit = new HashSet<>(rules.relays().visit());
        Set<KeyAssociationLinkId> taken = new HashSet<>();
        Set<SharedRisk> takenRisks = new HashSet<>();
        for (Share share : standing) {
            barred.addAll(share.path().relays());
            share.path().nodes().forEach(toVisit::remove);
            taken.addAll(share.hops());
            takenRisks.addAll(risks(candidate, share));
        }
        RelayGraph left = graph.withResidual(link -> taken.contains(link)
                        || (!takenRisks.isEmpty() && risks(candidate, link).anyMatch(takenRisks::contains))
                ? NOTHING
                : available.residual(link));
        RelayDemand demand = new RelayDemand(
                candidate.ends().sourceNode(),
                candidate.ends().destinationNode(),
                candidate.rate().bitsPerSecond(),
                rules.with(rules.relays().withAvoid(barred).withVisit(toVisit)));
        return DisjointPaths.find(
                        left,
                        demand,
                        apart(candidate),
                        candidate.service().mix().paths() - standing.size())
                .map(paths -> new Placement(
                        Stream.concat(standing.stream(), paths.stream().map(Share::over))
                                .toList()));
    }

    /** A path stays programmed while its links exist, so that what flows and is stored is not lost with it; no half one. */
    private Optional<Placement> remaining(Candidate candidate) {
        return candidate
                .previous()
                .filter(placement -> placement.shares().stream().noneMatch(share -> isHalf(candidate, share)))
                .or(() -> candidate.carrying().stream().findFirst())
                .filter(placement -> network.links().keySet().containsAll(placement.hops()));
    }
}
