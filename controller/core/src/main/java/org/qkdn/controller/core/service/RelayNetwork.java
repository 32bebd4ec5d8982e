package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SharedRisk;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.RelayGraph;
import org.qkdn.controller.core.path.RelayLink;
import org.qkdn.controller.core.path.RelayNode;

/**
 * What services are placed on.
 *
 * @param spans crossed by each link, for the operator's eyes
 * @param makes what the links are made of
 * @param unprogrammable nodes that no new path may use, for they cannot be told of it or refuse it, and what is the matter
 *     ("is not reachable: ..."); keys flow through them all the same
 * @param singleOnly nodes whose agents cannot be told how to combine shares
 * @param leave what services should leave when there is another way
 */
public record RelayNetwork(
        SortedMap<KeyAssociationLinkId, PhysLink> links,
        Map<KeyAssociationLinkId, List<String>> spans,
        Map<KeyAssociationLinkId, LinkMake> makes,
        Collection<RelayNode> nodes,
        Map<NodeName, String> unprogrammable,
        Set<NodeName> singleOnly,
        Leave leave) {
    public RelayNetwork {
        spans = Map.copyOf(spans);
        makes = Map.copyOf(makes);
        nodes = List.copyOf(nodes);
        unprogrammable = Map.copyOf(unprogrammable);
        singleOnly = Set.copyOf(singleOnly);
    }

    /** Nothing is to be left. */
    public RelayNetwork(
            SortedMap<KeyAssociationLinkId, PhysLink> links,
            Map<KeyAssociationLinkId, List<String>> spans,
            Map<KeyAssociationLinkId, LinkMake> makes,
            Collection<RelayNode> nodes,
            Map<NodeName, String> unprogrammable,
            Set<NodeName> singleOnly) {
        this(links, spans, makes, nodes, unprogrammable, singleOnly, Leave.NOTHING);
    }

    public RelayNetwork with(Leave other) {
        return new RelayNetwork(links, spans, makes, nodes, unprogrammable, singleOnly, other);
    }

    /** Without the links that these notices keep a path between two nodes from; then nothing is left to leave. */
    RelayNetwork around(Set<Leave.Notice> notices, EndPoints.Known ends) {
        SortedMap<KeyAssociationLinkId, PhysLink> open = new TreeMap<>(links);
        open.values().removeIf(link -> leave.against(link, ends).anyMatch(notices::contains));
        return new RelayNetwork(open, spans, makes, nodes, unprogrammable, singleOnly);
    }

    /** What a service on these links should leave, in the order of the links. */
    Set<Leave.Notice> toLeave(Collection<KeyAssociationLinkId> hops, EndPoints.Known ends) {
        return leave.isEmpty()
                ? Set.of()
                : hops.stream()
                        .flatMap(hop -> link(hop).stream())
                        .flatMap(link -> leave.against(link, ends))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Optional<PhysLink> link(KeyAssociationLinkId id) {
        return Optional.ofNullable(links.get(id));
    }

    Collection<PhysLink> active() {
        return links.values().stream().filter(RelayNetwork::isActive).toList();
    }

    static boolean isActive(PhysLink link) {
        return link.status() == LinkStatus.ACTIVE && !link.held();
    }

    /** As relay paths see it, over these of its links. */
    RelayGraph graph(Collection<PhysLink> over, ToLongFunction<PhysLink> residual) {
        return RelayGraph.of(
                nodes,
                over.stream()
                        .map(link -> relayLink(link, residual.applyAsLong(link)))
                        .toList());
    }

    private RelayLink relayLink(PhysLink link, long residual) {
        return new RelayLink(
                link.id(),
                link.transmitter().node(),
                link.receiver().node(),
                link.skr().bitsPerSecond(),
                residual,
                link.qberPpm(),
                link.storedBits(),
                models(link.id()),
                risks(link.id()));
    }

    Set<String> models(KeyAssociationLinkId link) {
        return makes.getOrDefault(link, LinkMake.UNKNOWN).models();
    }

    RelayNode node(NodeName name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseGet(() -> new RelayNode(name, "", 0));
    }

    Set<SharedRisk> risks(KeyAssociationLinkId link) {
        return makes.getOrDefault(link, LinkMake.UNKNOWN).risks();
    }

    /** Nodes that a new path of a service must not cross. */
    Set<NodeName> barred(Set<NodeName> avoided) {
        Set<NodeName> barred = new HashSet<>(unprogrammable.keySet());
        barred.addAll(avoided);
        return barred;
    }
}
