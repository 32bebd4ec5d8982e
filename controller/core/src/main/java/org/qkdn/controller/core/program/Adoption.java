package org.qkdn.controller.core.program;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeReport;

/**
 * Edits of one node that others made and that stay by the operator's policy: each until the controller wants something
 * else for its entry than it did when the edit was made.
 */
public record Adoption(
        Map<KeyAssociationLinkId, Choice<DesiredLink>> links,
        Map<ApplicationId, Choice<DesiredApplication>> applications) {
    public static final Adoption NONE = new Adoption(Map.of(), Map.of());

    public Adoption {
        links = Map.copyOf(links);
        applications = Map.copyOf(applications);
    }

    /** What the controller wished for an entry, and what was taken instead; empty: no such entry. */
    public record Choice<T>(Optional<T> wished, Optional<T> taken) {}

    /** Without what has lapsed. */
    public Adoption still(DesiredNode wished) {
        return new Adoption(still(links, wished.links()), still(applications, wished.applications()));
    }

    private static <K, T> Map<K, Choice<T>> still(Map<K, Choice<T>> choices, Map<K, T> wished) {
        Map<K, Choice<T>> still = new HashMap<>(choices);
        still.entrySet()
                .removeIf(entry -> !entry.getValue().wished().equals(Optional.ofNullable(wished.get(entry.getKey()))));
        return still;
    }

    /** What the node is to hold. */
    public DesiredNode over(DesiredNode wished) {
        TreeMap<KeyAssociationLinkId, DesiredLink> newLinks = new TreeMap<>(wished.links());
        TreeMap<ApplicationId, DesiredApplication> newApplications = new TreeMap<>(wished.applications());
        put(newLinks, links);
        put(newApplications, applications);
        return new DesiredNode(newLinks, newApplications);
    }

    private static <K, T> void put(Map<K, T> desired, Map<K, Choice<T>> choices) {
        choices.forEach((id, choice) -> {
            desired.remove(id);
            choice.taken().ifPresent(taken -> desired.put(id, taken));
        });
    }

    /** With these too. What is reported in part only cannot be taken over: it is corrected. */
    public Adoption with(Collection<Deviation> deviations, DesiredNode desired, NodeReport report) {
        Map<UUID, Optional<DesiredLink>> reportedLinks = new HashMap<>();
        report.links().forEach(link -> reportedLinks.put(link.id().value(), AsReported.link(report, link)));
        Map<UUID, Optional<DesiredApplication>> reportedApplications = new HashMap<>();
        report.applications()
                .forEach(each -> reportedApplications.put(each.id().value(), AsReported.application(report, each)));
        Map<KeyAssociationLinkId, Choice<DesiredLink>> newLinks = new HashMap<>(links);
        Map<ApplicationId, Choice<DesiredApplication>> newApplications = new HashMap<>(applications);
        for (Deviation deviation : deviations) {
            switch (deviation.thing()) {
                case LINK -> take(deviation, newLinks, desired.links(), reportedLinks, KeyAssociationLinkId::new);
                case APPLICATION ->
                    take(deviation, newApplications, desired.applications(), reportedApplications, ApplicationId::new);
            }
        }
        return new Adoption(newLinks, newApplications);
    }

    private static <K, T> void take(
            Deviation deviation,
            Map<K, Choice<T>> choices,
            Map<K, T> desired,
            Map<UUID, Optional<T>> reported,
            Function<UUID, K> key) {
        K id = key.apply(deviation.id());
        Optional<T> wished = choices.containsKey(id) ? choices.get(id).wished() : Optional.ofNullable(desired.get(id));
        Optional<T> taken = reported.getOrDefault(deviation.id(), Optional.empty());
        boolean readable = taken.isPresent() || deviation.kind() == Deviation.Kind.REMOVED;
        choices.remove(id);
        if (readable && !taken.equals(wished)) {
            choices.put(id, new Choice<>(wished, taken));
        }
    }
}
