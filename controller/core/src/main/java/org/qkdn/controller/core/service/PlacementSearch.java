package org.qkdn.controller.core.service;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
import org.qkdn.controller.core.model.SharedRisk;
import org.qkdn.controller.core.path.DisjointPaths;
import org.qkdn.controller.core.path.RelayDemand;
import org.qkdn.controller.core.path.RelayGraph;

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

    /** Of several paths those stay that still do, if there are others beside them; else all are sought anew. */
    Optional<Placement> find(Candidate candidate, Ledger available) {
        if (obstacleAtEnd(candidate).isPresent()) {
            return Optional.empty();
        }
        List<Share> standing = standing(candidate, available.copy());
        return (standing.isEmpty() ? Optional.<Placement>empty() : find(candidate, available, standing))
                .or(() -> find(candidate, available, List.of()));
    }

    private List<Share> standing(Candidate candidate, Ledger available) {
        return candidate.previous().stream()
                .filter(placement -> fit.isApart(candidate, placement))
                .flatMap(placement -> placement.shares().stream())
                .filter(share -> fit.suits(candidate, share) && available.reserve(share.hops(), candidate.rate()))
                .limit(candidate.service().mix().paths() - 1L)
                .toList();
    }

    /** Paths beside the {@code standing} ones, apart from these too. */
    private Optional<Placement> find(Candidate candidate, Ledger available, List<Share> standing) {
        PathRules rules = candidate.service().rules();
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
