package org.qkdn.controller.core.service;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.pairing.PhysLink;

/**
 * What services are placed on.
 *
 * @param spans crossed by each link, for the operator's eyes
 * @param unprogrammable nodes that no new path may use, for they cannot be told of it, and why; keys flow through them all
 *     the same
 */
public record RelayNetwork(
        SortedMap<KeyAssociationLinkId, PhysLink> links,
        Map<KeyAssociationLinkId, List<String>> spans,
        Map<NodeName, String> unprogrammable) {
    public RelayNetwork {
        spans = Map.copyOf(spans);
        unprogrammable = Map.copyOf(unprogrammable);
    }

    Optional<PhysLink> link(KeyAssociationLinkId id) {
        return Optional.ofNullable(links.get(id));
    }

    Collection<PhysLink> active() {
        return links.values().stream().filter(RelayNetwork::isActive).toList();
    }

    static boolean isActive(PhysLink link) {
        return link.status() == LinkStatus.ACTIVE;
    }

    /** Nodes that a new path of a service must not cross. */
    Set<NodeName> barred(Set<NodeName> avoided) {
        Set<NodeName> barred = new HashSet<>(unprogrammable.keySet());
        barred.addAll(avoided);
        return barred;
    }
}
