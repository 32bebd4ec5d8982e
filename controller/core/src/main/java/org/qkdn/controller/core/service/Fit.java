package org.qkdn.controller.core.service;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SharedRisk;
import org.qkdn.controller.core.path.Apart;
import org.qkdn.controller.core.path.RelayGraph;
import org.qkdn.controller.core.path.RelayPathSearch;

/** Whether a placement keeps to all that its service asks for, rate aside. */
final class Fit {
    private final RelayNetwork network;
    /** Of the links that work. */
    private final RelayGraph graph;

    Fit(RelayNetwork network, RelayGraph graph) {
        this.network = network;
        this.graph = graph;
    }

    boolean suits(Candidate candidate, Placement placement) {
        return hasAll(candidate.service(), placement)
                && isApart(candidate, placement)
                && crossesAll(candidate, placement.shares())
                && placement.shares().stream().allMatch(share -> suits(candidate, share));
    }

    /** As many paths as asked for or, of a split service, as many as carry its rate. */
    private static boolean hasAll(KeyService service, Placement placement) {
        int paths = placement.shares().size();
        return service.mix().isSplit()
                ? paths == 1
                        || (paths <= service.mix().paths()
                                && placement.total() >= service.guaranteed().bitsPerSecond())
                : paths == service.mix().paths();
    }

    boolean suits(Candidate candidate, Share share) {
        return !isHalf(candidate, share)
                && RelayPathSearch.keepsTo(graph, candidate.service().rules(), share.path());
    }

    private static boolean crossesAll(Candidate candidate, List<Share> shares) {
        return candidate.service().rules().relays().visit().stream().allMatch(node -> shares.stream()
                .anyMatch(share -> share.path().nodes().contains(node)));
    }

    /** A path that some of its nodes do not hold, and will not. */
    boolean isHalf(Candidate candidate, Share share) {
        List<NodeName> nodes = share.path().nodes();
        return share.isVirtual()
                && (nodes.stream().anyMatch(network.unrelaying()::containsKey)
                        || (!candidate.inPlace().contains(share)
                                && nodes.stream().anyMatch(network.unprogrammable()::containsKey)));
    }

    /** Whether no two shares have in common what they must not. */
    boolean isApart(Candidate candidate, Placement placement) {
        if (placement.shares().size() == 1) {
            return true;
        }
        Set<SharedRisk> seen = new HashSet<>();
        return placement.isDisjoint(candidate.apart().relays())
                && placement.shares().stream()
                        .map(share -> risks(candidate, share))
                        .allMatch(risks -> risks.stream().allMatch(seen::add));
    }

    Set<SharedRisk> risks(Candidate candidate, Share share) {
        return share.hops().stream().flatMap(hop -> risks(candidate, hop)).collect(Collectors.toSet());
    }

    /** Of a link what the paths of the service must not have in common. */
    Stream<SharedRisk> risks(Candidate candidate, KeyAssociationLinkId link) {
        Apart apart = candidate.apart();
        return network.risks(link).stream()
                .filter(risk -> apart.matters(
                        risk, candidate.ends().sourceNode(), candidate.ends().destinationNode()));
    }
}
