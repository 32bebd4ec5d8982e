package org.qkdn.controller.southbound.etsi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;

/**
 * What is to be written to a node so that it holds what it should: new and changed entries, and those to delete.
 *
 * @param inTheWay those of the unwanted links that have a module which a link to be written needs
 */
public record Difference(
        List<LinkChange> links,
        List<KeyAssociationLinkId> unwantedLinks,
        List<ApplicationChange> applications,
        List<ApplicationId> unwantedApplications,
        List<KeyAssociationLinkId> inTheWay) {
    public Difference(
            List<LinkChange> links,
            List<KeyAssociationLinkId> unwantedLinks,
            List<ApplicationChange> applications,
            List<ApplicationId> unwantedApplications) {
        this(links, unwantedLinks, applications, unwantedApplications, List.of());
    }

    public Difference {
        inTheWay = List.copyOf(inTheWay);
        links = List.copyOf(links);
        unwantedLinks = List.copyOf(unwantedLinks);
        applications = List.copyOf(applications);
        unwantedApplications = List.copyOf(unwantedApplications);
    }

    /** A link to write, and what stands there, of which leaves may have to go. */
    public record LinkChange(DesiredLink desired, Optional<ReportedLink> present) {}

    /** An application to write, and what stands there. */
    public record ApplicationChange(DesiredApplication desired, Optional<ReportedApplication> present) {}

    public static Difference between(DesiredNode desired, NodeReport present, Dialect dialect) {
        final var presentLinks =
                present.links().stream().collect(Collectors.toMap(ReportedLink::id, Function.identity(), (a, b) -> b));
        final var links = new ArrayList<LinkChange>();
        desired.links().values().forEach(link -> {
            final var there = Optional.ofNullable(presentLinks.get(link.id()));
            if (there.isEmpty() || !Sameness.same(link, there.get(), dialect, present.combines())) {
                links.add(new LinkChange(link, there));
            }
        });
        final var presentApplications = present.applications().stream()
                .collect(Collectors.toMap(ReportedApplication::id, Function.identity(), (a, b) -> b));
        final var applications = new ArrayList<ApplicationChange>();
        desired.applications().values().forEach(application -> {
            final var there = Optional.ofNullable(presentApplications.get(application.id()));
            if (there.isEmpty() || !Sameness.same(application, there.get())) {
                applications.add(new ApplicationChange(application, there));
            }
        });
        final var unwanted = presentLinks.keySet().stream()
                .filter(id -> !desired.links().containsKey(id))
                .sorted()
                .toList();
        return new Difference(
                links,
                unwanted,
                applications,
                presentApplications.keySet().stream()
                        .filter(id -> !desired.applications().containsKey(id))
                        .sorted()
                        .toList(),
                unwanted.stream()
                        .filter(id -> isInTheWay(presentLinks.get(id), links))
                        .toList());
    }

    private static boolean isInTheWay(ReportedLink unwanted, List<LinkChange> links) {
        return unwanted instanceof ReportedLink.Phys old
                && links.stream()
                        .anyMatch(change -> change.desired() instanceof DesiredLink.Phys phys
                                && phys.localInterface() == old.local().interfaceId());
    }

    public boolean isEmpty() {
        return links.isEmpty() && unwantedLinks.isEmpty() && applications.isEmpty() && unwantedApplications.isEmpty();
    }

    /** For a log line: numbers only. */
    public String summary() {
        return "writes " + links.size() + " links and " + applications.size() + " applications, deletes "
                + unwantedLinks.size() + " and " + unwantedApplications.size();
    }
}
