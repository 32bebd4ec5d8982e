package org.qkdn.controller.core.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.QkdModule;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.Pairing;

/**
 * What nodes would report, had they been told this and did light pass so. A link keeps the figures that it reported last
 * while it can; a pair that meets for the first time is taken to be as fast as the slower of its modules was with others.
 */
final class Appearance {
    private final SortedMap<NodeName, NodeReport> reports;
    private final Map<UUID, NodeName> names = new HashMap<>();
    private final Map<ModuleId, QkdModule> modules = new HashMap<>();
    private final Map<ModuleId, SecretKeyRate> rates = new HashMap<>();

    Appearance(NetworkState present) {
        reports = present.reports();
        reports.forEach((node, report) -> {
            names.put(report.qkdnId(), node);
            report.modules().forEach(module -> modules.put(module.id(), module));
            report.links().forEach(link -> {
                if (link instanceof ReportedLink.Phys phys) {
                    rates.merge(phys.local(), phys.skr(), (one, other) -> one.compareTo(other) > 0 ? one : other);
                }
            });
        });
    }

    /** {@code held} has the nodes that were told something since; the others hold what they reported. */
    SortedMap<NodeName, NodeReport> of(
            Map<NodeName, DesiredNode> held,
            Map<String, SortedMap<Integer, Integer>> connected,
            Collection<Pairing> pairings,
            Breakdown breakdown) {
        Map<NodeName, List<ReportedLink>> links = new TreeMap<>();
        reports.forEach((node, report) -> links.put(
                node,
                Optional.ofNullable(held.get(node))
                        .map(desired -> desired.links().values().stream()
                                .map(link -> Told.report(link, node, last(report, link.id())))
                                .toList())
                        .orElse(report.links())));
        Map<KeyAssociationLinkId, Pairing.Made> pairs = new HashMap<>();
        pairings.forEach(pairing -> {
            if (pairing instanceof Pairing.Made made) {
                pairs.put(made.link(), made);
            }
        });
        SortedMap<NodeName, NodeReport> shown = new TreeMap<>();
        reports.forEach((node, report) -> shown.put(
                node,
                new NodeReport(
                        node,
                        report.qkdnId(),
                        report.status(),
                        report.modules().stream()
                                .map(module -> breakdown.stops(module) ? Told.broken(module) : module)
                                .toList(),
                        links.get(node).stream()
                                .map(link -> link instanceof ReportedLink.Phys phys
                                        ? lit(phys, report, pairs, connected, links, breakdown)
                                        : link)
                                .toList(),
                        Optional.ofNullable(held.get(node))
                                .map(desired -> desired.applications().values().stream()
                                        .map(ReportedApplication::of)
                                        .toList())
                                .orElse(report.applications()),
                        report.combines(),
                        report.limitations())));
        return shown;
    }

    private static Optional<ReportedLink> last(NodeReport report, KeyAssociationLinkId id) {
        return report.links().stream().filter(link -> link.id().equals(id)).findFirst();
    }

    private ReportedLink.Phys lit(
            ReportedLink.Phys link,
            NodeReport report,
            Map<KeyAssociationLinkId, Pairing.Made> pairs,
            Map<String, SortedMap<Integer, Integer>> connected,
            Map<NodeName, List<ReportedLink>> links,
            Breakdown breakdown) {
        Optional<Pairing.Made> pair = Optional.ofNullable(pairs.get(link.id()));
        Optional<String> obstacle = pair.flatMap(made -> breakdown.cause(made, modules))
                .or(() -> pair.flatMap(made -> unconnected(made, connected)))
                .or(() -> unmet(link, links));
        if (obstacle.isPresent()) {
            return link.status() == LinkStatus.ACTIVE ? Told.dark(link, obstacle.get()) : link;
        }
        // one that was told to work and did not, for a reason that is not known here, will not do so now either
        boolean worked = last(report, link.id())
                .map(ReportedLink.Phys.class::cast)
                .map(ReportedLink.Phys::enabled)
                .orElse(false);
        return worked ? link : Told.lit(link, pair.map(this::rate).orElse(SecretKeyRate.ZERO));
    }

    private SecretKeyRate rate(Pairing.Made pair) {
        SecretKeyRate sent = rates.getOrDefault(pair.transmitter(), SecretKeyRate.ZERO);
        SecretKeyRate received = rates.getOrDefault(pair.receiver(), SecretKeyRate.ZERO);
        return sent.compareTo(received) < 0 ? sent : received;
    }

    private static Optional<String> unconnected(Pairing.Made pair, Map<String, SortedMap<Integer, Integer>> connected) {
        return pair.crossConnects().stream()
                .filter(crossing -> connected.containsKey(crossing.switchName())
                        && !Integer.valueOf(crossing.egress())
                                .equals(connected.get(crossing.switchName()).get(crossing.ingress())))
                .map(crossing -> "switch " + crossing.switchName() + " does not let its light through")
                .findFirst();
    }

    private Optional<String> unmet(ReportedLink.Phys link, Map<NodeName, List<ReportedLink>> links) {
        if (!link.enabled()) {
            return Optional.of("it is not enabled");
        }
        NodeName other = names.get(link.remoteNode());
        boolean met = other == null
                || links.get(other).stream()
                        .anyMatch(there -> there.id().equals(link.id())
                                && there instanceof ReportedLink.Phys phys
                                && phys.enabled());
        return met ? Optional.empty() : Optional.of("the other end is not enabled");
    }
}
