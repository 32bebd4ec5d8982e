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
import java.util.stream.Stream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;
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
 * @param unrelaying nodes whose agents cannot be told a relay path, and why: only keys of their own direct links can be used
 * @param leave what services should leave when there is another way
 */
public record RelayNetwork(
        SortedMap<KeyAssociationLinkId, PhysLink> links,
        Map<KeyAssociationLinkId, List<String>> spans,
        Map<KeyAssociationLinkId, LinkMake> makes,
        Collection<RelayNode> nodes,
        Map<NodeName, String> unprogrammable,
        Set<NodeName> singleOnly,
        Map<NodeName, String> unrelaying,
        Leave leave) {
    public RelayNetwork {
        spans = Map.copyOf(spans);
        makes = Map.copyOf(makes);
        nodes = List.copyOf(nodes);
        unprogrammable = Map.copyOf(unprogrammable);
        singleOnly = Set.copyOf(singleOnly);
        unrelaying = Map.copyOf(unrelaying);
    }

    /** All agents can be told relay paths, and nothing is to be left. */
    public RelayNetwork(
            SortedMap<KeyAssociationLinkId, PhysLink> links,
            Map<KeyAssociationLinkId, List<String>> spans,
            Map<KeyAssociationLinkId, LinkMake> makes,
            Collection<RelayNode> nodes,
            Map<NodeName, String> unprogrammable,
            Set<NodeName> singleOnly) {
        this(links, spans, makes, nodes, unprogrammable, singleOnly, Map.of(), Leave.NOTHING);
    }

    /** What a path between two nodes must keep to: the service's own rules, and no relay to an end that cannot be told of it. */
    PathRules rules(KeyService service, EndPoints.Known ends) {
        PathRules rules = service.rules();
        return unrelayingEnd(ends).isPresent()
                ? new PathRules(1, rules.links(), rules.relays(), rules.objective())
                : rules;
    }

    /** The end that no relay path can be told to, if there is one. */
    Optional<NodeName> unrelayingEnd(EndPoints.Known ends) {
        return Stream.of(ends.sourceNode(), ends.destinationNode())
                .filter(unrelaying::containsKey)
                .findFirst();
    }

    /** What is the matter with a node that no path may cross ("is not reachable: ..."); empty where one may. */
    Optional<String> barrier(NodeName node) {
        return Optional.ofNullable(unprogrammable.get(node)).or(() -> Optional.ofNullable(unrelaying.get(node)));
    }

    public RelayNetwork with(Leave other) {
        return new RelayNetwork(links, spans, makes, nodes, unprogrammable, singleOnly, unrelaying, other);
    }

    /** Without the links that these notices keep a path between two nodes from; then nothing is left to leave. */
    RelayNetwork around(Set<Leave.Notice> notices, EndPoints.Known ends) {
        SortedMap<KeyAssociationLinkId, PhysLink> open = new TreeMap<>(links);
        open.values().removeIf(link -> leave.against(link, ends).anyMatch(notices::contains));
        return new RelayNetwork(open, spans, makes, nodes, unprogrammable, singleOnly, unrelaying, Leave.NOTHING);
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
        return link.canCarry();
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
                link.capacity().bitsPerSecond(),
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
        barred.addAll(unrelaying.keySet());
        barred.addAll(avoided);
        return barred;
    }
}
