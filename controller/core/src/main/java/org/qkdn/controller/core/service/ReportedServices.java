package org.qkdn.controller.core.service;

import com.google.common.base.Suppliers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.ReportedApplication;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.PhysLink;
import org.qkdn.controller.core.path.KeyRelayPath;

/**
 * What nodes report of services that this controller placed before it was restarted. Identities are computed, so its own
 * work is told from others': a path is taken over only where the identity of the link fits it.
 */
public final class ReportedServices {
    private static final String VIRT_PREFIX = "urn:uuid:";

    private final Map<NodeName, Map<ApplicationId, ReportedApplication>> clients = new HashMap<>();
    /** By the server_app_id of their applications; asked for only after a start. */
    private final Supplier<Map<String, Set<KeyAssociationLinkId>>> hops;

    private final Map<NodeName, Held> held = new HashMap<>();
    private final Map<NodeName, DesiredNode> told;
    private final Set<NodeName> firstHeard;
    private final Set<NodeName> silent;
    private final Undecided undecided;
    /** What each application may use, by the first node that reports it. */
    private final Map<ApplicationId, Optional<SecretKeyRate>> limits = new HashMap<>();

    /**
     * @param firstHeard nodes that report for the first time since the start
     * @param silent registered nodes that have not reported since the start
     * @param told what each node was last told to hold
     * @param unread links that a node was newly told since its last report
     */
    public ReportedServices(
            Collection<NodeReport> reports,
            Set<NodeName> firstHeard,
            Set<NodeName> silent,
            Map<NodeName, DesiredNode> told,
            Map<NodeName, Set<KeyAssociationLinkId>> unread) {
        this.told = told;
        this.firstHeard = Set.copyOf(firstHeard);
        this.silent = Set.copyOf(silent);
        hops = Suppliers.memoize(() -> hops(reports));
        undecided = silent.isEmpty() ? Undecided.NONE : new Undecided(reports);
        for (NodeReport report : reports) {
            Map<ApplicationId, ReportedApplication> here = new HashMap<>();
            Held relays = new Held(new HashSet<>(), new HashMap<>());
            report.links().forEach(link -> relays.links().add(link.id()));
            // what it was told to remove it may have removed since; one that was silent has been told nothing
            Optional.ofNullable(told.get(report.node()))
                    .filter(last -> !firstHeard.contains(report.node()))
                    .ifPresent(last -> relays.links().retainAll(last.links().keySet()));
            relays.links().removeAll(unread.getOrDefault(report.node(), Set.of()));
            for (ReportedApplication application : report.applications()) {
                if (application.internal()) {
                    relays.hops()
                            .computeIfAbsent(application.server(), virt -> new HashSet<>())
                            .addAll(application.backing());
                } else {
                    here.put(application.id(), application);
                    limits.putIfAbsent(application.id(), application.maxRate());
                }
            }
            clients.put(report.node(), here);
            held.put(report.node(), relays);
        }
    }

    private static Map<String, Set<KeyAssociationLinkId>> hops(Collection<NodeReport> reports) {
        Map<String, Set<KeyAssociationLinkId>> hops = new HashMap<>();
        reports.forEach(report -> report.applications().stream()
                .filter(ReportedApplication::internal)
                .forEach(application -> hops.computeIfAbsent(application.server(), virt -> new HashSet<>())
                        .addAll(application.backing())));
        return hops;
    }

    /** Whether more is known of the service's ends than when it was last decided. */
    boolean isNews(EndPoints.Known ends) {
        return firstHeard.contains(ends.sourceNode()) || firstHeard.contains(ends.destinationNode());
    }

    /** Whether a node that holds the application is heard for the first time since the start. */
    boolean isNews(ApplicationId application) {
        return firstHeard.stream().anyMatch(node -> held(node, application).isPresent());
    }

    /** Whether keys go, as far as is known, over a node that has not reported since the start. */
    boolean isUnheard(Placement placement) {
        return !silent.isEmpty()
                && placement.shares().stream()
                        .flatMap(share -> share.path().nodes().stream())
                        .anyMatch(silent::contains);
    }

    /** What an application may use by what a node reports of it: a rate, or as much as it likes; empty: none reports it. */
    Optional<Optional<SecretKeyRate>> limit(ApplicationId application) {
        return Optional.ofNullable(limits.get(application));
    }

    Undecided undecided() {
        return undecided;
    }

    /** The links that back the application, where a node names some. */
    List<KeyAssociationLinkId> backing(ApplicationId application, EndPoints.Known ends) {
        return held(ends.sourceNode(), application)
                .or(() -> held(ends.destinationNode(), application))
                .map(ReportedApplication::backing)
                .orElse(List.of());
    }

    /** Whether all nodes of a path hold it; one that has not reported since the start is believed to. */
    boolean isInPlace(Share share) {
        if (!share.isVirtual()) {
            return true;
        }
        String server = VIRT_PREFIX + share.link();
        List<NodeName> nodes = share.path().nodes();
        for (int i = 0; i < nodes.size(); i++) {
            Held here = held.get(nodes.get(i));
            List<KeyAssociationLinkId> hops =
                    share.hops().subList(Math.max(0, i - 1), Math.min(i + 1, nodes.size() - 1));
            if (here != null && !here.relays(share.link(), server, hops)) {
                return false;
            }
        }
        return true;
    }

    /** Whether an end takes the application's keys from these links, or was last told to. */
    boolean mayBack(ApplicationId application, EndPoints.Known ends, List<KeyAssociationLinkId> links) {
        return Stream.of(ends.sourceNode(), ends.destinationNode())
                .anyMatch(node -> held(node, application)
                                .filter(here -> here.backing().equals(links))
                                .isPresent()
                        || toldBacking(node, application).equals(Optional.of(links)));
    }

    /** Whether a node is known to hold the application. */
    boolean isHeld(ApplicationId application) {
        return limits.containsKey(application);
    }

    /** qkdn_id of the node at the other end of an application. */
    public Optional<UUID> remoteNode(NodeName node, ApplicationId application) {
        return held(node, application).flatMap(ReportedApplication::remoteNode);
    }

    private Optional<ReportedApplication> held(NodeName node, ApplicationId application) {
        return Optional.ofNullable(clients.getOrDefault(node, Map.of()).get(application));
    }

    /**
     * Where the application's keys are relayed; empty unless the path of every share is known. What an end was told to
     * give up it may just not have reported yet.
     */
    Optional<Placement> placement(
            ApplicationId application, EndPoints.Known ends, Map<KeyAssociationLinkId, PhysLink> links) {
        List<KeyAssociationLinkId> backing = backing(application, ends);
        boolean givenUp = Stream.of(ends.sourceNode(), ends.destinationNode())
                .flatMap(node -> toldBacking(node, application).stream())
                .anyMatch(last -> !last.equals(backing));
        return givenUp ? Optional.empty() : placement(backing, parts(application, ends), ends, links);
    }

    private Optional<List<KeyAssociationLinkId>> toldBacking(NodeName node, ApplicationId application) {
        return told.getOrDefault(node, DesiredNode.EMPTY).applications().get(application)
                        instanceof DesiredApplication.Client client
                ? Optional.of(client.backing())
                : Optional.empty();
    }

    /** Where the destination still takes them from, if that is elsewhere: the controller ended while it moved them. */
    Optional<Placement> otherPlacement(
            ApplicationId application, EndPoints.Known ends, Map<KeyAssociationLinkId, PhysLink> links) {
        List<KeyAssociationLinkId> backing = backing(application, ends);
        return held(ends.destinationNode(), application)
                .filter(there -> !there.backing().equals(backing))
                .flatMap(there -> placement(there.backing(), there.parts(), ends, links));
    }

    private SortedMap<KeyAssociationLinkId, SecretKeyRate> parts(ApplicationId application, EndPoints.Known ends) {
        return held(ends.sourceNode(), application)
                .or(() -> held(ends.destinationNode(), application))
                .map(ReportedApplication::parts)
                .orElse(Collections.emptySortedMap());
    }

    private Optional<Placement> placement(
            List<KeyAssociationLinkId> backing,
            SortedMap<KeyAssociationLinkId, SecretKeyRate> parts,
            EndPoints.Known ends,
            Map<KeyAssociationLinkId, PhysLink> links) {
        List<Share> shares = backing.stream()
                .flatMap(link -> share(link, ends, links).stream())
                .toList();
        return shares.isEmpty() || shares.size() < backing.size()
                ? Optional.empty()
                : Optional.of(
                        parts.keySet().equals(Set.copyOf(backing))
                                ? new Placement(shares, parts)
                                : new Placement(shares));
    }

    private Optional<Share> share(
            KeyAssociationLinkId backing, EndPoints.Known ends, Map<KeyAssociationLinkId, PhysLink> links) {
        Set<KeyAssociationLinkId> over =
                links.containsKey(backing) ? Set.of(backing) : hops.get().getOrDefault(VIRT_PREFIX + backing, Set.of());
        return path(over, ends, links).map(Share::over).filter(share -> share.link()
                .equals(backing));
    }

    /** Both ends of each hop report it, so one silent node leaves no gap. */
    private static Optional<KeyRelayPath> path(
            Set<KeyAssociationLinkId> hops, EndPoints.Known ends, Map<KeyAssociationLinkId, PhysLink> links) {
        List<PhysLink> left = new ArrayList<>();
        hops.forEach(hop -> Optional.ofNullable(links.get(hop)).ifPresent(left::add));
        List<NodeName> nodes = new ArrayList<>(List.of(ends.sourceNode()));
        List<KeyAssociationLinkId> path = new ArrayList<>();
        Optional<PhysLink> next = touching(left, ends.sourceNode());
        while (next.isPresent()) {
            PhysLink link = next.get();
            left.remove(link);
            NodeName here = link.opposite(nodes.getLast());
            nodes.add(here);
            path.add(link.id());
            next = here.equals(ends.destinationNode()) ? Optional.empty() : touching(left, here);
        }
        return !path.isEmpty() && nodes.getLast().equals(ends.destinationNode())
                ? Optional.of(new KeyRelayPath(nodes, path))
                : Optional.empty();
    }

    private static Optional<PhysLink> touching(List<PhysLink> links, NodeName node) {
        return links.stream().filter(link -> link.touches(node)).findFirst();
    }

    /**
     * Services that policy provisioned before a restart: both nodes hold the application that a request of its SAEs would
     * get. A node that has not reported since the start is believed to.
     */
    public SortedMap<String, KeyService> requests(Inventory inventory) {
        SortedMap<String, KeyService> found = new TreeMap<>();
        for (Map<ApplicationId, ReportedApplication> here : clients.values()) {
            for (ReportedApplication application : here.values()) {
                request(application, inventory).ifPresent(service -> found.put(service.name(), service));
            }
        }
        return found;
    }

    private Optional<KeyService> request(ReportedApplication application, Inventory inventory) {
        if (application.server().isEmpty()
                || application.clients().size() != 1
                || application.clients().getFirst().isEmpty()) {
            return Optional.empty();
        }
        SaeId server = new SaeId(application.server());
        SaeId client = new SaeId(application.clients().getFirst());
        KeyService service = Requests.service(server, client);
        ApplicationId id = Identities.clientApplication(service.name(), server, client, service.mix());
        return id.equals(application.id())
                        && EndPoints.of(service, inventory) instanceof EndPoints.Known ends
                        && mayHold(ends.sourceNode(), id)
                        && mayHold(ends.destinationNode(), id)
                ? Optional.of(service)
                : Optional.empty();
    }

    private boolean mayHold(NodeName node, ApplicationId application) {
        return !clients.containsKey(node) || held(node, application).isPresent();
    }

    /** What one node holds for relaying: links, and by the server_app_id of its applications the links that back them. */
    private record Held(Set<KeyAssociationLinkId> links, Map<String, Set<KeyAssociationLinkId>> hops) {
        boolean relays(KeyAssociationLinkId virt, String server, List<KeyAssociationLinkId> over) {
            return links.contains(virt) && hops.getOrDefault(server, Set.of()).containsAll(over);
        }
    }
}
