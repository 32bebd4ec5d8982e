package org.qkdn.controller.core.service;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/**
 * Where a service's keys are relayed, a link for each share of them, the shortest path first. Where there are several, no
 * two have a relay node in common.
 */
public record Placement(List<Share> shares) {
    private static final Comparator<Share> ORDER =
            Comparator.<Share>comparingInt(share -> share.hops().size()).thenComparing(Share::link);

    public Placement {
        shares = shares.stream().sorted(ORDER).toList();
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("keys take at least one path");
        }
    }

    /** The links that back the service, in the order of their IDs, in which both ends know them. */
    public List<KeyAssociationLinkId> links() {
        return shares.stream().map(Share::link).sorted().toList();
    }

    /** The PHYS links of all paths. */
    public List<KeyAssociationLinkId> hops() {
        return shares.stream().flatMap(share -> share.hops().stream()).toList();
    }

    boolean joins(NodeName from, NodeName to) {
        return shares.stream()
                .allMatch(share -> share.path().nodes().getFirst().equals(from)
                        && share.path().nodes().getLast().equals(to));
    }

    boolean isDisjoint() {
        Set<Object> seen = new HashSet<>();
        return shares.stream()
                .allMatch(share -> share.path().relays().stream().allMatch(seen::add)
                        && share.hops().stream().allMatch(seen::add));
    }
}
