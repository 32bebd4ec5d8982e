package org.qkdn.controller.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.qkdn.controller.core.engine.Drain;
import org.qkdn.controller.core.engine.NetworkState;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;
import org.qkdn.controller.core.service.Share;

/**
 * What would be otherwise.
 *
 * @param untouched how many services would go on just as they do
 * @param drains how far what is taken to be in maintenance would be emptied
 */
public record Prediction(List<ServiceChange> services, int untouched, List<LinkChange> links, List<Drain> drains) {
    public Prediction {
        services = List.copyOf(services);
        links = List.copyOf(links);
        drains = List.copyOf(drains);
    }

    /**
     * A service and where its keys go.
     *
     * @param paths of all shares; of a service that is DOWN the path that it keeps for what is stored
     */
    public record Outlook(Status status, List<List<NodeName>> paths) {
        public Outlook {
            paths = List.copyOf(paths);
        }

        static Outlook of(ServiceState service) {
            return new Outlook(
                    service.status(),
                    service.shares().stream().map(share -> share.path().nodes()).toList());
        }
    }

    /** {@code before} is absent of one that is not there yet, {@code after} of one that would be there no more. */
    public record ServiceChange(
            String name, Optional<Outlook> before, Optional<Outlook> after, Optional<String> reason) {
        boolean goesDown() {
            return isUp(before) && !isUp(after);
        }

        boolean comesUp() {
            return !isUp(before) && isUp(after);
        }

        boolean moves() {
            return isUp(before) && isUp(after);
        }

        private static boolean isUp(Optional<Outlook> outlook) {
            return outlook.filter(each -> each.status() == Status.UP).isPresent();
        }
    }

    /** {@code remaining} is the rate that nobody would have reserved; none on a link that no path may use. */
    public record LinkFigures(LinkStatus status, SecretKeyRate remaining) {
        static LinkFigures of(PhysLink link) {
            return new LinkFigures(
                    link.status(),
                    link.status() == LinkStatus.ACTIVE && !link.held()
                            ? link.skr().minus(link.reserved())
                            : SecretKeyRate.ZERO);
        }
    }

    /** A PHYS link; {@code before} is absent of one that would be new, {@code after} of one that would be gone. */
    public record LinkChange(
            KeyAssociationLinkId id,
            NodeName transmitter,
            NodeName receiver,
            Optional<LinkFigures> before,
            Optional<LinkFigures> after,
            Optional<String> reason) {
        boolean goesDown() {
            return isUp(before) && !isUp(after);
        }

        private static boolean isUp(Optional<LinkFigures> figures) {
            return figures.filter(each -> each.status() == LinkStatus.ACTIVE).isPresent();
        }
    }

    static Prediction of(NetworkState before, NetworkState after, List<Maintenance> maintenance) {
        List<ServiceChange> services = new ArrayList<>();
        int untouched = 0;
        for (String name : union(before.services(), after.services())) {
            Optional<ServiceState> was = Optional.ofNullable(before.services().get(name));
            Optional<ServiceState> is = Optional.ofNullable(after.services().get(name));
            if (was.map(ServiceState::status).equals(is.map(ServiceState::status))
                    && was.map(ServiceState::shares).equals(is.map(ServiceState::shares))) {
                untouched++;
            } else {
                services.add(
                        new ServiceChange(name, was.map(Outlook::of), is.map(Outlook::of), reason(was, is, after)));
            }
        }
        List<LinkChange> links = new ArrayList<>();
        for (KeyAssociationLinkId id : union(before.links(), after.links())) {
            Optional<PhysLink> was = Optional.ofNullable(before.links().get(id));
            Optional<PhysLink> is = Optional.ofNullable(after.links().get(id));
            PhysLink any = is.or(() -> was).orElseThrow();
            LinkChange change = new LinkChange(
                    id,
                    any.transmitter().node(),
                    any.receiver().node(),
                    was.map(LinkFigures::of),
                    is.map(LinkFigures::of),
                    is.flatMap(PhysLink::reason));
            if (!change.before().equals(change.after())) {
                links.add(change);
            }
        }
        List<Drain> drains = Drain.of(after).stream()
                .filter(drain -> maintenance.contains(drain.maintenance()))
                .toList();
        return new Prediction(services, untouched, links, drains);
    }

    private static <K extends Comparable<K>, V> Iterable<K> union(
            java.util.Map<K, V> before, java.util.Map<K, V> after) {
        var all = new TreeMap<K, V>(before);
        all.putAll(after);
        return all.keySet();
    }

    /** Why it is as it would be, or why it left the way it had. */
    private static Optional<String> reason(Optional<ServiceState> was, Optional<ServiceState> is, NetworkState after) {
        return is.flatMap(ServiceState::reason).or(() -> was.stream()
                .flatMap(service -> service.shares().stream())
                .filter(share -> is.isPresent() && !is.get().shares().contains(share))
                .flatMap(share -> obstacle(share, after).stream())
                .findFirst());
    }

    private static Optional<String> obstacle(Share share, NetworkState after) {
        return share.hops().stream()
                .flatMap(hop -> {
                    PhysLink link = after.links().get(hop);
                    if (link == null) {
                        return Optional.of("a link of its path is no more").stream();
                    }
                    String name = "the link " + link.transmitter().node() + " to "
                            + link.receiver().node() + " of its path ";
                    return link.status() == LinkStatus.ACTIVE
                            ? link.reason().map(why -> name + "is not used: " + why).stream()
                            : Optional.of(name + "is " + link.status()
                                            + link.reason()
                                                    .map(why -> ": " + why)
                                                    .orElse(""))
                                    .stream();
                })
                .findFirst()
                .or(() -> Optional.of("its path has not rate enough left, or keeps to its constraints no more"));
    }

    /** In one line. */
    public String verdict() {
        String emptied = drains.stream()
                .map(drain -> "; " + drain.maintenance().target()
                        + (drain.isDrained()
                                ? " would be empty"
                                : " would not be empty: "
                                        + String.join(", ", drain.relayed().keySet()) + " would stay")
                        + (drain.ending().isEmpty()
                                ? ""
                                : ", and " + String.join(", ", drain.ending()) + " would end there"))
                .collect(Collectors.joining());
        if (services.isEmpty() && links.isEmpty()) {
            return "nothing would change" + emptied;
        }
        List<String> parts = new ArrayList<>();
        count(parts, names(ServiceChange::goesDown), "would go down");
        count(parts, names(ServiceChange::moves), "would move to another path");
        count(parts, names(ServiceChange::comesUp), "would come up");
        count(
                parts,
                services.stream()
                        .filter(change -> !change.goesDown() && !change.moves() && !change.comesUp())
                        .map(ServiceChange::name)
                        .toList(),
                "would not be up");
        parts.add(untouched + " would go on as " + (untouched == 1 ? "it is" : "they are"));
        long dark = links.stream().filter(LinkChange::goesDown).count();
        return "of " + (services.size() + untouched) + " services " + String.join(", ", parts) + "; " + dark
                + (dark == 1 ? " link" : " links") + " would go down" + emptied;
    }

    private List<String> names(java.util.function.Predicate<ServiceChange> which) {
        return services.stream().filter(which).map(ServiceChange::name).toList();
    }

    private static void count(List<String> parts, List<String> names, String what) {
        if (!names.isEmpty()) {
            parts.add(names.size() + " " + what + " ("
                    + String.join(", ", names.subList(0, Math.min(3, names.size())))
                    + (names.size() > 3 ? ", ..." : "") + ")");
        }
    }
}
