package org.qkdn.controller.core.service;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Objective;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.model.SharedRisk;
import org.qkdn.controller.core.path.DisjointPaths;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayGraph;
import org.qkdn.controller.core.path.RelayPathSearch;
import org.qkdn.controller.core.path.SplitPaths;

/** Where a service could be placed, given the rate that is left. */
final class PlacementSearch {
    /** Less than any service asks for. */
    private static final long NOTHING = -1;

    private final RelayNetwork network;
    private final RelayGraph graph;
    private final Fit fit;

    PlacementSearch(RelayNetwork network, RelayGraph graph, Fit fit) {
        this.network = network;
        this.graph = graph;
        this.fit = fit;
    }

    /** Why no new path can begin or end there, if so. */
    Optional<String> obstacleAtEnd(Candidate candidate) {
        return Stream.of(candidate.ends().sourceNode(), candidate.ends().destinationNode())
                .filter(network.unprogrammable()::containsKey)
                .map(node -> "node " + node + " " + network.unprogrammable().get(node))
                .findFirst();
    }

    /** Away from all that is to be left, if possible, and in any case from what nothing new may cross. */
    Optional<Placement> find(Candidate candidate, Ledger available) {
        return find(candidate, available, network.leave().waysIn());
    }

    /** Only away from all that is to be left. */
    Optional<Placement> findClear(Candidate candidate, Ledger available) {
        return find(candidate, available, network.leave().waysIn().subList(0, 1));
    }

    /**
     * Away from the first of these sets of notices that leaves a way. Of several paths those stay that still do, if there
     * are others beside them; else all are sought anew.
     */
    Optional<Placement> find(Candidate candidate, Ledger available, List<Set<Leave.Notice>> ways) {
        return obstacleAtEnd(candidate).isPresent()
                ? Optional.empty()
                : ways.stream()
                        .flatMap(avoided -> find(candidate, available, avoided).stream())
                        .findFirst();
    }

    private Optional<Placement> find(Candidate candidate, Ledger available, Set<Leave.Notice> avoided) {
        if (candidate.service().mix().isSplit()) {
            return split(candidate, candidate.service().guaranteed(), available, avoided);
        }
        List<Share> standing = standing(candidate, available.copy(), avoided);
        return (standing.isEmpty() ? Optional.<Placement>empty() : find(candidate, available, standing, avoided))
                .or(() -> find(candidate, available, List.of(), avoided));
    }

    /** The best placements, best first, if the service takes one path; of sets of paths none. */
    List<Placement> alternatives(Candidate candidate, Ledger available, int count) {
        return candidate.service().mix().paths() > 1
                ? List.of()
                : new RelayPathSearch(
                                residual(candidate, available, network.leave().notices(Leave.Kind.SHUNNED)))
                                .alternatives(
                                        demand(
                                                candidate,
                                                network.rules(candidate.service(), candidate.ends()),
                                                candidate.rate()),
                                        count)
                                .stream()
                                .map(path -> new Placement(List.of(Share.over(path))))
                                .toList();
    }

    private Optional<Placement> split(
            Candidate candidate, SecretKeyRate rate, Ledger available, Set<Leave.Notice> avoided) {
        // in rates of key, so that the parts are
        RelayGraph left = graph.withResidual(
                link -> isBarred(candidate, link, avoided) ? NOTHING : RelayOverhead.within(available.residual(link)));
        return SplitPaths.find(
                        left,
                        demand(candidate, network.rules(candidate.service(), candidate.ends()), rate),
                        candidate.service().mix().paths())
                .map(parts -> {
                    Map<Share, SecretKeyRate> rates = new LinkedHashMap<>();
                    parts.forEach(part -> rates.put(Share.over(part.path()), new SecretKeyRate(part.rate())));
                    return Placement.split(rates);
                });
    }

    /** The split that carries most, and how much; of a service that is refused, so less than it asks for. */
    Optional<Widest> widestSplit(Candidate candidate, Ledger available, Set<Leave.Notice> avoided) {
        Optional<Widest> widest = split(candidate, SecretKeyRate.ZERO, available, avoided)
                .map(any -> new Widest(any, SecretKeyRate.ZERO));
        long tooMuch = candidate.service().guaranteed().bitsPerSecond();
        while (widest.isPresent() && tooMuch - widest.get().rate().bitsPerSecond() > 1) {
            long low = widest.get().rate().bitsPerSecond();
            SecretKeyRate middle = new SecretKeyRate(low + (tooMuch - low) / 2);
            Optional<Placement> wider = split(candidate, middle, available, avoided);
            if (wider.isPresent()) {
                widest = wider.map(placement -> new Widest(placement, middle));
            } else {
                tooMuch = middle.bitsPerSecond();
            }
        }
        return widest;
    }

    /** A placement, and the rate of key that it carries. */
    record Widest(Placement placement, SecretKeyRate rate) {}

    /** The placement whose narrowest link has most left, whatever rate that is. */
    Optional<Placement> widest(Candidate candidate, Ledger available, Set<Leave.Notice> avoided) {
        PathRules rules = network.rules(candidate.service(), candidate.ends());
        PathRules widest = new PathRules(rules.maxHops(), rules.links(), rules.relays(), Objective.WIDEST);
        return DisjointPaths.find(
                        residual(candidate, available, avoided),
                        demand(candidate, widest, SecretKeyRate.ZERO),
                        candidate.apart(),
                        candidate.service().mix().paths())
                .map(paths -> new Placement(paths.stream().map(Share::over).toList()));
    }

    private RelayDemand demand(Candidate candidate, PathRules rules, SecretKeyRate rate) {
        return new RelayDemand(
                candidate.ends().sourceNode(),
                candidate.ends().destinationNode(),
                rate.bitsPerSecond(),
                rules.with(
                        rules.relays().withAvoid(network.barred(rules.relays().avoid()))));
    }

    private RelayGraph residual(Candidate candidate, Ledger available, Set<Leave.Notice> avoided) {
        return graph.withResidual(
                link -> isBarred(candidate, link, avoided) ? Long.MIN_VALUE : available.residual(link));
    }

    private boolean isBarred(Candidate candidate, KeyAssociationLinkId link, Set<Leave.Notice> avoided) {
        return !avoided.isEmpty() && !Collections.disjoint(network.toLeave(List.of(link), candidate.ends()), avoided);
    }

    private List<Share> standing(Candidate candidate, Ledger available, Set<Leave.Notice> avoided) {
        return candidate.previous().stream()
                .filter(placement -> fit.isApart(candidate, placement))
                .flatMap(placement -> placement.shares().stream())
                .filter(share -> Collections.disjoint(network.toLeave(share.hops(), candidate.ends()), avoided))
                .filter(share ->
                        fit.suits(candidate, share) && available.reserve(candidate.load(new Placement(List.of(share)))))
                .limit(candidate.service().mix().paths() - 1L)
                .toList();
    }

    /** Paths beside the {@code standing} ones, apart from these too. */
    private Optional<Placement> find(
            Candidate candidate, Ledger available, List<Share> standing, Set<Leave.Notice> avoided) {
        PathRules rules = network.rules(candidate.service(), candidate.ends());
        Set<NodeName> barred = network.barred(rules.relays().avoid());
        Set<NodeName> toVisit = new HashSet<>(rules.relays().visit());
        Set<KeyAssociationLinkId> taken = new HashSet<>();
        Set<SharedRisk> takenRisks = new HashSet<>();
        for (Share share : standing) {
            barred.addAll(share.path().relays());
            share.path().nodes().forEach(toVisit::remove);
            taken.addAll(share.hops());
            takenRisks.addAll(fit.risks(candidate, share));
        }
        RelayGraph left = graph.withResidual(link -> taken.contains(link)
                        || (!takenRisks.isEmpty() && fit.risks(candidate, link).anyMatch(takenRisks::contains))
                        || isBarred(candidate, link, avoided)
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
                        candidate.apart(),
                        candidate.service().mix().paths() - standing.size())
                .map(paths -> new Placement(
                        Stream.concat(standing.stream(), paths.stream().map(Share::over))
                                .toList()));
    }
}
