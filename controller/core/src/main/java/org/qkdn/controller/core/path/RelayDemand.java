package org.qkdn.controller.core.path;

import java.util.Set;
import org.qkdn.controller.core.model.NodeName;

/**
 * What a relay path is to do.
 *
 * @param rate every link must have left, relay overhead included, in bits per second
 * @param avoid nodes that must not relay; ends do not count
 */
public record RelayDemand(NodeName from, NodeName to, long rate, int maxHops, Set<NodeName> avoid) {
    public RelayDemand {
        if (from.equals(to)) {
            throw new IllegalArgumentException("both ends are " + from);
        }
        avoid = Set.copyOf(avoid);
    }

    boolean mayUse(RelayLink link) {
        return link.residual() >= rate && mayVisit(link.a()) && mayVisit(link.b());
    }

    private boolean mayVisit(NodeName node) {
        return node.equals(from) || node.equals(to) || !avoid.contains(node);
    }
}
