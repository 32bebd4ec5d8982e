package org.qkdn.controller.core.exposure;

import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SaeId;

/**
 * A path over which a service's keys, or one share of each, may travel.
 *
 * @param link the VIRT link over the path, or the PHYS link that is the path
 * @param nodes both ends included
 */
public record UsedPath(
        String service,
        ApplicationId application,
        Optional<SaeId> source,
        Optional<SaeId> destination,
        KeyAssociationLinkId link,
        List<NodeName> nodes) {
    public UsedPath {
        nodes = List.copyOf(nodes);
        if (nodes.size() < 2) {
            throw new IllegalArgumentException("a path joins two nodes at least: " + nodes);
        }
    }

    boolean isVirtual() {
        return nodes.size() > 2;
    }

    /** Whether the node relays, and so sees keys that are not its own SAEs'. */
    public boolean isRelayedBy(NodeName node) {
        return nodes.subList(1, nodes.size() - 1).contains(node);
    }
}
