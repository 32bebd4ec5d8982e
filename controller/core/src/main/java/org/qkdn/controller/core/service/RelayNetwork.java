package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyMix;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.RelayLink;

/**
 * What services are placed on.
 *
 * @param spans crossed by each link, for the operator's eyes
 * @param makers of the links: their transmitters; while one has not reported since the start, the receiver
 * @param unprogrammable nodes that no new path may use, for they cannot be told of it or refuse it, and what is the matter
 *     ("is not reachable: ..."); keys flow through them all the same
 * @param singleOnly nodes whose agents cannot be told how to combine shares
 */
public record RelayNetwork(
        SortedMap<KeyAssociationLinkId, PhysLink> links,
        Map<KeyAssociationLinkId, List<String>> spans,
        Map<KeyAssociationLinkId, QkdModule> makers,
        Map<NodeName, String> unprogrammable,
        Set<NodeName> singleOnly) {
    public RelayNetwork {
        spans = Map.copyOf(spans);
        makers = Map.copyOf(makers);
        unprogrammable = Map.copyOf(unprogrammable);
        singleOnly = Set.copyOf(singleOnly);
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

    RelayLink relayLink(PhysLink link, long residual, KeyMix.Difference difference) {
        return new RelayLink(
                link.id(), link.transmitter().node(), link.receiver().node(), residual, kind(link.id(), difference));
    }

    /** What the link must not share with other paths; links of unknown make are all of one kind, to be on the safe side. */
    Optional<String> kind(KeyAssociationLinkId link, KeyMix.Difference difference) {
        QkdModule maker = makers.get(link);
        return maker != null
                ? difference.kind(maker)
                : Optional.of("").filter(unknown -> difference != KeyMix.Difference.NONE);
    }

    /** Nodes that a new path of a service must not cross. */
    Set<NodeName> barred(Set<NodeName> avoided) {
        Set<NodeName> barred = new HashSet<>(unprogrammable.keySet());
        barred.addAll(avoided);
        return barred;
    }
}
