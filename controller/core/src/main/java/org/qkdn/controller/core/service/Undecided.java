package org.qkdn.controller.core.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * VIRT links that cannot be judged while nodes are silent since the start: an end, or the whole path, is known to silent
 * nodes only. Keys may flow over them, so they are left alone, and so is the rate they have reserved.
 */
final class Undecided {
    static final Undecided NONE = new Undecided(List.of());

    private final Set<UUID> heard;
    private final List<ReportedLink.Virt> links = new ArrayList<>();
    private final Map<String, Map<KeyAssociationLinkId, SecretKeyRate>> hops = new HashMap<>();

    Undecided(Collection<NodeReport> reports) {
        heard = reports.stream().map(NodeReport::qkdnId).collect(Collectors.toUnmodifiableSet());
        for (NodeReport report : reports) {
            report.links().stream()
                    .filter(ReportedLink.Virt.class::isInstance)
                    .map(ReportedLink.Virt.class::cast)
                    .forEach(links::add);
            report.applications().stream().filter(ReportedApplication::internal).forEach(hop -> hop.backing()
                    .forEach(phys -> hops.computeIfAbsent(hop.server(), virt -> new HashMap<>())
                            .put(phys, hop.minRate())));
        }
    }

    /** Whether anything is left to hear about. */
    boolean isPossible() {
        return !heard.isEmpty();
    }

    /**
     * Those to leave alone.
     *
     * @param backing links of services whose path is not known
     * @param placed links that services are known to be placed on
     * @param existing PHYS links; what rests on others cannot work any more
     */
    Set<KeyAssociationLinkId> links(
            Set<KeyAssociationLinkId> backing, Set<KeyAssociationLinkId> placed, Set<KeyAssociationLinkId> existing) {
        Set<KeyAssociationLinkId> left = new HashSet<>();
        for (ReportedLink.Virt link : links) {
            boolean silentEnd = !heard.contains(link.localEnd()) || !heard.contains(link.remoteEnd());
            if (!placed.contains(link.id())
                    && (silentEnd || backing.contains(link.id()))
                    && existing.containsAll(reserved(link.id()).keySet())) {
                left.add(link.id());
            }
        }
        return left;
    }

    /** What a VIRT link has reserved on PHYS links. */
    Map<KeyAssociationLinkId, SecretKeyRate> reserved(KeyAssociationLinkId virt) {
        return hops.getOrDefault("urn:uuid:" + virt, Map.of());
    }
}
