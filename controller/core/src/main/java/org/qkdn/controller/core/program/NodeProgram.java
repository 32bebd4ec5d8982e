package org.qkdn.controller.core.program;

import com.google.common.collect.Sets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.ModuleId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.model.Role;
import org.qkdn.controller.core.model.SaeId;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.Pairing;
import org.qkdn.controller.core.path.KeyRelayPath;
import org.qkdn.controller.core.service.RelayOverhead;
import org.qkdn.controller.core.service.ServicePlan;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.Share;

/** What each node should hold, in the terms of ETSI GS QKD 015. */
public final class NodeProgram {
    /** Rates are uint32 in the standard's model. */
    private static final SecretKeyRate LARGEST = new SecretKeyRate(0xFFFF_FFFFL);

    private final Inventory inventory;
    private final NodeIds ids;
    private final Map<NodeName, SortedMap<KeyAssociationLinkId, DesiredLink>> links = new HashMap<>();
    private final Map<NodeName, SortedMap<ApplicationId, DesiredApplication>> applications = new HashMap<>();

    private NodeProgram(Inventory inventory, NodeIds ids) {
        this.inventory = inventory;
        this.ids = ids;
    }

    /**
     * For each registered node whose qkdn_id is known.
     *
     * @param mayWork whether a pair's modules may work, for light from one meets the other
     */
    public static SortedMap<NodeName, DesiredNode> of(
            Inventory inventory,
            NodeIds ids,
            Collection<Pairing> pairings,
            Predicate<Pairing.Made> mayWork,
            ServicePlan plan,
            Map<NodeName, NodeReport> reports) {
        NodeProgram program = new NodeProgram(inventory, ids);
        for (Pairing pairing : pairings) {
            if (pairing instanceof Pairing.Made made) {
                program.join(made, mayWork.test(made));
            }
        }
        Map<Share, List<ServiceState>> relayed = new HashMap<>();
        plan.services().values().forEach(service -> service.held().stream()
                .filter(Share::isVirtual)
                .forEach(share -> relayed.computeIfAbsent(share, unknown -> new ArrayList<>())
                        .add(service)));
        relayed.forEach(program::relay);
        Sets.difference(plan.joined(), plan.undecided())
                .forEach(name -> program.serve(plan.services().get(name)));
        Leftovers leftovers = new Leftovers(plan);
        reports.forEach((node, report) -> {
            leftovers.links(report).forEach(link -> program.put(node, link));
            leftovers.applications(report).forEach(application -> program.put(node, application));
        });
        return program.desired();
    }

    private SortedMap<NodeName, DesiredNode> desired() {
        SortedMap<NodeName, DesiredNode> desired = new TreeMap<>();
        inventory.nodes().keySet().stream()
                .filter(node -> ids.of(node).isPresent())
                .forEach(node -> desired.put(
                        node,
                        new DesiredNode(
                                links.getOrDefault(node, Collections.emptySortedMap()),
                                applications.getOrDefault(node, Collections.emptySortedMap()))));
        return Collections.unmodifiableSortedMap(desired);
    }

    private void join(Pairing.Made pair, boolean enabled) {
        put(pair, enabled, pair.transmitter(), pair.receiver(), Role.TRANSMITTER);
        put(pair, enabled, pair.receiver(), pair.transmitter(), Role.RECEIVER);
    }

    private void put(Pairing.Made pair, boolean enabled, ModuleId local, ModuleId remote, Role role) {
        Optional<UUID> here = ids.of(local.node());
        Optional<UUID> there = ids.of(remote.node());
        if (here.isPresent() && there.isPresent()) {
            put(
                    local.node(),
                    new DesiredLink.Phys(
                            pair.link(),
                            enabled,
                            here.get(),
                            local.interfaceId(),
                            there.get(),
                            remote.interfaceId(),
                            role,
                            pair.channel(),
                            pair.loss()));
        }
    }

    /** A VIRT link over a path, and at both ends of each hop the application that reserves its rate there. */
    private void relay(Share share, List<ServiceState> services) {
        KeyRelayPath path = share.path();
        if (!ids.areKnown(path.nodes())) {
            return;
        }
        SecretKeyRate bandwidth = sum(services, share, false);
        SecretKeyRate reserved = sum(services, share, true);
        List<UUID> nodes =
                path.nodes().stream().map(node -> ids.of(node).orElseThrow()).toList();
        int last = nodes.size() - 1;
        for (int i = 0; i <= last; i++) {
            put(
                    path.nodes().get(i),
                    new DesiredLink.Virt(
                            share.link(),
                            i == last ? nodes.getLast() : nodes.getFirst(),
                            i == last ? nodes.getFirst() : nodes.getLast(),
                            i == 0 ? Optional.empty() : Optional.of(nodes.get(i - 1)),
                            i == last ? Optional.empty() : Optional.of(nodes.get(i + 1)),
                            bandwidth));
        }
        for (int hop = 0; hop < last; hop++) {
            KeyAssociationLinkId phys = path.links().get(hop);
            put(path.nodes().get(hop), hop(share.link(), phys, reserved, nodes.get(hop), nodes.get(hop + 1)));
            put(path.nodes().get(hop + 1), hop(share.link(), phys, reserved, nodes.get(hop + 1), nodes.get(hop)));
        }
    }

    private static DesiredApplication hop(
            KeyAssociationLinkId virt, KeyAssociationLinkId phys, SecretKeyRate rate, UUID here, UUID there) {
        return new DesiredApplication.Relay(Identities.relayApplication(virt, phys), virt, phys, rate, here, there);
    }

    private static SecretKeyRate sum(List<ServiceState> services, Share share, boolean withOverhead) {
        return services.stream()
                .map(service -> service.guaranteed(share))
                .map(rate -> writable(withOverhead ? RelayOverhead.on(rate) : rate))
                .reduce(SecretKeyRate.ZERO, (left, right) -> writable(left.plus(right)));
    }

    private static SecretKeyRate writable(SecretKeyRate rate) {
        return rate.compareTo(LARGEST) < 0 ? rate : LARGEST;
    }

    /** The application at both ends, also where no link backs it: what is stored is served all the same. */
    private void serve(ServiceState state) {
        Optional<NodeName> source = state.source().map(inventory.saes()::get).filter(node -> ids.of(node)
                .isPresent());
        Optional<NodeName> destination = state.destination()
                .map(inventory.saes()::get)
                .filter(node -> ids.of(node).isPresent());
        if (source.isPresent() && destination.isPresent()) {
            UUID sourceId = ids.of(source.get()).orElseThrow();
            UUID destinationId = ids.of(destination.get()).orElseThrow();
            put(source.get(), client(state, sourceId, destinationId));
            put(destination.get(), client(state, destinationId, sourceId));
        }
    }

    private static DesiredApplication client(ServiceState state, UUID here, UUID there) {
        KeyService service = state.service();
        SaeId server = state.source().orElseThrow();
        SaeId client = state.destination().orElseThrow();
        Optional<SecretKeyRate> most = state.admission().limit();
        // who was refused has less than it asks for
        SecretKeyRate least =
                most.filter(rate -> rate.compareTo(service.guaranteed()) < 0).orElse(service.guaranteed());
        return new DesiredApplication.Client(
                state.application(),
                server,
                client,
                service.priority(),
                writable(least),
                most.map(NodeProgram::writable),
                service.ttlSeconds(),
                state.backing(),
                service.mix().combination(),
                here,
                there,
                service.terms().jitterMillis(),
                state.parts());
    }

    private void put(NodeName node, DesiredLink link) {
        links.computeIfAbsent(node, key -> new TreeMap<>()).put(link.id(), link);
    }

    private void put(NodeName node, DesiredApplication application) {
        applications.computeIfAbsent(node, key -> new TreeMap<>()).put(application.id(), application);
    }
}
