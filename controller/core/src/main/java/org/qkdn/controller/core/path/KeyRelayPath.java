package org.qkdn.controller.core.path;

import java.util.List;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/** A path of PHYS links: node {@code i} and node {@code i + 1} are the ends of link {@code i}. */
public record KeyRelayPath(List<NodeName> nodes, List<KeyAssociationLinkId> links) {
    public KeyRelayPath {
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
        if (links.isEmpty() || nodes.size() != links.size() + 1) {
            throw new IllegalArgumentException(nodes.size() + " nodes do not fit " + links.size() + " links");
        }
    }

    /** The trusted nodes on the way: all but the ends. */
    public List<NodeName> relays() {
        return nodes.subList(1, nodes.size() - 1);
    }
}
