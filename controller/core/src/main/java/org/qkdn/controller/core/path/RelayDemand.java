package org.qkdn.controller.core.path;

import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.PathRules;

/**
 * What a relay path is to do.
 *
 * @param rate every link must have left, relay overhead included, in bits per second
 */
public record RelayDemand(NodeName from, NodeName to, long rate, PathRules rules) {
    public RelayDemand {
        if (from.equals(to)) {
            throw new IllegalArgumentException("both ends are " + from);
        }
    }

    RelayDemand withRate(long other) {
        return new RelayDemand(from, to, other, rules);
    }
}
