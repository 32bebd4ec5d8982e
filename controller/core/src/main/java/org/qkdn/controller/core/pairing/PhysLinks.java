package org.qkdn.controller.core.pairing;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.qkdn.controller.core.model.FarEnd;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.ReportedLink;
import org.qkdn.controller.core.model.SecretKeyRate;

/** The PHYS links of the pairs that are made, as seen from both ends. */
public final class PhysLinks {
    private final OpticalLayer layer;
    private final Map<NodeName, String> unreachable;
    private final Map<String, String> programmingErrors;

    /** @param programmingErrors the last refusal of each node or switch, by its name */
    public PhysLinks(OpticalLayer layer, Map<NodeName, String> unreachable, Map<String, String> programmingErrors) {
        this.layer = layer;
        this.unreachable = unreachable;
        this.programmingErrors = programmingErrors;
    }

    /** One for each pair that is made, with nothing reserved on it. */
    public SortedMap<KeyAssociationLinkId, PhysLink> of(Iterable<Pairing> pairings) {
        SortedMap<KeyAssociationLinkId, PhysLink> links = new TreeMap<>();
        for (Pairing pairing : pairings) {
            if (pairing instanceof Pairing.Made made) {
                links.put(made.link(), of(made));
            }
        }
        return Collections.unmodifiableSortedMap(links);
    }

    /** A pair's link. A node that has not reported since the start is passed over: the other end vouches for it. */
    public PhysLink of(Pairing.Made made) {
        List<End> ends = Stream.of(made.transmitter().node(), made.receiver().node())
                .filter(layer::hasReported)
                .map(node -> new End(node, layer.reported(node, made.link())))
                .toList();
        List<ReportedLink.Phys> reports =
                ends.stream().flatMap(end -> end.report().stream()).toList();
        Optional<String> waiting = waitsFor(made);
        LinkStatus status = Stream.concat(
                        ends.stream().map(End::status), waiting.map(reason -> LinkStatus.PENDING).stream())
                .max(Comparator.naturalOrder())
                .orElse(LinkStatus.PENDING);
        return new PhysLink(
                made.link(),
                made.transmitter(),
                made.receiver(),
                made.channel(),
                made.loss(),
                status,
                status == LinkStatus.ACTIVE
                        ? untold(made)
                        : waiting.or(() -> worst(ends).map(this::reason)),
                skr(reports),
                SecretKeyRate.ZERO,
                reports.stream().flatMap(link -> link.qberPpm().stream()).max(Comparator.naturalOrder()),
                reports.stream().flatMap(link -> link.storedBits().stream()).min(Comparator.naturalOrder()),
                false);
    }

    /** The smaller of what the ends report. An end that makes key and reports no rate, or 0, does not know it. */
    private static SecretKeyRate skr(List<ReportedLink.Phys> reports) {
        return reports.stream()
                .filter(link ->
                        link.status() != LinkStatus.ACTIVE || !link.skr().equals(SecretKeyRate.ZERO))
                .map(ReportedLink.Phys::skr)
                .min(Comparator.naturalOrder())
                .orElse(SecretKeyRate.ZERO);
    }

    /** That it works is no proof that its modules know role and wavelength from the controller. */
    private Optional<String> untold(Pairing.Made made) {
        return Stream.of(made.transmitter().node(), made.receiver().node())
                .flatMap(node -> layer.untold(node).stream()
                        .map(why -> "not fully programmed: the agent of node " + node + " " + why))
                .findFirst();
    }

    /**
     * Whether the light's way is there, so that the modules may work. What a switch connects that has not reported since
     * the start is not known: then both ends are left to do what they report to do.
     */
    public boolean isConnected(Pairing.Made made) {
        return waitsFor(made).isEmpty();
    }

    private Optional<String> waitsFor(Pairing.Made made) {
        return made.crossConnects().stream()
                .filter(crossing -> !isConnected(made, crossing))
                .map(crossing -> Optional.ofNullable(programmingErrors.get(crossing.switchName()))
                        .map(error -> "switch " + crossing.switchName() + " refused: " + error)
                        .orElseGet(() -> "waits for switch " + crossing.switchName() + " to connect port "
                                + crossing.ingress() + " to " + crossing.egress()))
                .findFirst();
    }

    private boolean isConnected(Pairing.Made made, Pairing.CrossConnect crossing) {
        if (!layer.hasReported(crossing.switchName())) {
            return Stream.of(made.transmitter().node(), made.receiver().node())
                    .filter(layer::hasReported)
                    .allMatch(node -> layer.reported(node, made.link())
                            .map(ReportedLink.Phys::enabled)
                            .orElse(false));
        }
        return layer.connects(crossing);
    }

    private static Optional<End> worst(List<End> ends) {
        return ends.stream().max(Comparator.comparing(End::status).thenComparing(End::explained));
    }

    private String reason(End end) {
        Optional<String> stranger = end.report().flatMap(link -> link.stranger()
                .map(other -> "module " + link.local() + " is answered by " + other + ", not by "
                        + new FarEnd(link.remoteNode(), link.remoteInterface())
                        + ": check the fibres, and that the switches connect what they report"));
        Optional<String> reported = end.report().flatMap(ReportedLink.Phys::reason);
        Optional<String> refused = Optional.ofNullable(
                        programmingErrors.get(end.node().value()))
                .filter(error -> end.report().isEmpty())
                .map(error -> "node " + end.node() + " refused: " + error);
        Optional<String> silent = Optional.ofNullable(unreachable.get(end.node()))
                .map(error -> "node " + end.node() + " is not reachable: " + error);
        return stranger.or(() -> reported).or(() -> refused).or(() -> silent).orElseGet(() -> end.report()
                .map(link -> "node " + end.node() + " reports it " + link.status())
                .orElseGet(() -> "waits for node " + end.node() + " to be programmed"));
    }

    /** One end's view. */
    private record End(NodeName node, Optional<ReportedLink.Phys> report) {
        LinkStatus status() {
            return report.filter(link -> link.stranger().isEmpty())
                    .map(ReportedLink.Phys::status)
                    .orElse(LinkStatus.PENDING);
        }

        boolean explained() {
            return report.flatMap(ReportedLink.Phys::reason).isPresent();
        }
    }
}
