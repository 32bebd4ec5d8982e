package org.qkdn.controller.core.path;

import java.util.Comparator;
import java.util.Optional;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/**
 * A link that a relay path may use.
 *
 * @param residual rate that is left on it, in bits per second; negative where more is reserved than it makes
 * @param kind what no two paths of a set may have in common; empty where it does not matter
 */
public record RelayLink(KeyAssociationLinkId id, NodeName a, NodeName b, long residual, Optional<String> kind) {
    /** Wide ones first; never undecided, so that the same network always gives the same paths. */
    static final Comparator<RelayLink> WIDEST_FIRST =
            Comparator.comparing(RelayLink::residual, Comparator.reverseOrder()).thenComparing(RelayLink::id);

    boolean touches(NodeName node) {
        return a.equals(node) || b.equals(node);
    }

    /** The end that {@code node} is not. */
    NodeName opposite(NodeName node) {
        return a.equals(node) ? b : a;
    }
}
