package org.qkdn.controller.core.service;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * What became of a key service.
 *
 * @param source SAE at one end; absent where the service names nobody known
 * @param placement where its keys are relayed; kept while the service is DOWN, for then stored keys are still served
 * @param handover present while the keys still go, or may go, over the placement before
 * @param admission what it was admitted to, or what keeps it out
 */
public record ServiceState(
        KeyService service,
        ApplicationId application,
        Optional<SaeId> source,
        Optional<SaeId> destination,
        Status status,
        Optional<String> reason,
        Optional<Placement> placement,
        Optional<Handover> handover,
        Admission admission) {
    /** Nothing is known of its admission. */
    public ServiceState(
            KeyService service,
            ApplicationId application,
            Optional<SaeId> source,
            Optional<SaeId> destination,
            Status status,
            Optional<String> reason,
            Optional<Placement> placement,
            Optional<Handover> handover) {
        this(service, application, source, destination, status, reason, placement, handover, Admission.OPEN);
    }

    /**
     * A working path is taken down only when nothing needs it any more: first the new path is made, then both ends go over
     * to it, then the old one ends.
     *
     * @param from what the ends take keys from, or may, the oldest first
     * @param ready whether all nodes of the new path hold it, so that the ends may go over
     */
    public record Handover(List<Placement> from, boolean ready) {
        public Handover {
            from = List.copyOf(from);
        }
    }

    /** The links over which its keys travel; none where it has no path. */
    public List<Share> shares() {
        return placement.map(Placement::shares).orElse(List.of());
    }

    /** What comes over one of these, where the service is split. */
    public Optional<SecretKeyRate> part(Share share) {
        return placement.map(Placement::parts).map(parts -> parts.get(share.link()));
    }

    /** All links that nodes are to hold for it: those of the placement before as well, while it is needed. */
    public Set<Share> held() {
        Set<Share> held = new LinkedHashSet<>(shares());
        handover.ifPresent(over -> over.from().forEach(before -> held.addAll(before.shares())));
        return held;
    }

    /** The rate of key that is guaranteed over one of these. */
    public SecretKeyRate guaranteed(Share share) {
        SecretKeyRate most = placement.map(each -> over(each, share)).orElse(SecretKeyRate.ZERO);
        if (handover.isPresent()) {
            for (Placement before : handover.get().from()) {
                SecretKeyRate other = over(before, share);
                most = most.compareTo(other) < 0 ? other : most;
            }
        }
        return most;
    }

    private SecretKeyRate over(Placement each, Share share) {
        return each.shares().contains(share) ? each.part(share.link(), service.guaranteed()) : SecretKeyRate.ZERO;
    }

    /** The links that its applications name at the ends. */
    public List<KeyAssociationLinkId> backing() {
        return backed().map(Placement::links).orElse(List.of());
    }

    /** What they are told of the parts that those carry. */
    public SortedMap<KeyAssociationLinkId, SecretKeyRate> parts() {
        return backed().map(Placement::parts).orElse(Collections.emptySortedMap());
    }

    private Optional<Placement> backed() {
        return handover.filter(over -> !over.ready())
                .map(over -> over.from().getFirst())
                .or(() -> placement);
    }

    public ServiceState with(Status newStatus, Optional<String> newReason) {
        return new ServiceState(
                service, application, source, destination, newStatus, newReason, placement, handover, admission);
    }

    ServiceState with(Admission newAdmission) {
        return new ServiceState(
                service, application, source, destination, status, reason, placement, handover, newAdmission);
    }

    /** Status of a key service. */
    public enum Status {
        PENDING,
        UP,
        DOWN
    }
}
