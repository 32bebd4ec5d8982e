package org.qkdn.controller.core.path;

import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/**
 * A link that a relay path may use.
 *
 * @param residual rate that is left on it, in bits per second; negative where more is reserved than it makes
 */
public record RelayLink(KeyAssociationLinkId id, NodeName a, NodeName b, long residual) {
    boolean touches(NodeName node) {
        return a.equals(node) || b.equals(node);
    }

    /** The end that {@code node} is not. */
    NodeName opposite(NodeName node) {
        return a.equals(node) ? b : a;
    }
}
