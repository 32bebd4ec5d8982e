package org.qkdn.controller.core.path;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SharedRisk;

/**
 * A link that a relay path may use.
 *
 * @param capacity rate of key that it makes, conservatively, in bits per second
 * @param residual rate that is left of it, in bits per second; negative where more is reserved than it makes
 * @param qberPpm quantum bit error ratio, in millionths; empty where it is not reported
 * @param storedBits key stored, of both ends the smaller; empty where it is not reported
 * @param models of the modules that make its key; none where they are not known
 * @param risks what it may share with other links
 */
public record RelayLink(
        KeyAssociationLinkId id,
        NodeName a,
        NodeName b,
        long capacity,
        long residual,
        Optional<Integer> qberPpm,
        Optional<Long> storedBits,
        Set<String> models,
        Set<SharedRisk> risks) {
    /** The order of links between the same two nodes: large ones first; never undecided. */
    static final Comparator<RelayLink> LARGEST_FIRST =
            Comparator.comparing(RelayLink::capacity, Comparator.reverseOrder()).thenComparing(RelayLink::id);

    public RelayLink {
        models = Set.copyOf(models);
        risks = Set.copyOf(risks);
        if (a.equals(b)) {
            throw new IllegalArgumentException("link " + id + " has both ends in node " + a);
        }
    }
}
