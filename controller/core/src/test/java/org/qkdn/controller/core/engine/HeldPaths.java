package org.qkdn.controller.core.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.DesiredApplication;
import org.qkdn.controller.core.model.DesiredLink;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;

/** What nodes hold, followed from node to node as keys would be, with nothing of the controller's own view. */
final class HeldPaths {
    private final Map<NodeName, DesiredNode> held;
    private final Map<UUID, NodeName> names = new HashMap<>();

    HeldPaths(Map<NodeName, DesiredNode> held) {
        this.held = held;
        held.keySet().forEach(node -> names.put(SimulatedNetwork.id(node), node));
    }

    /** What is there in part only, or names what is not there. */
    List<String> halves() {
        List<String> halves = new ArrayList<>();
        held.forEach((node, here) -> {
            here.links().values().forEach(link -> {
                if (link instanceof DesiredLink.Virt virt && hops(virt.id()).isEmpty()) {
                    halves.add(node + " holds link " + virt.id() + ", of which other nodes lack their part");
                }
            });
            here.applications().values().forEach(application -> {
                switch (application) {
                    case DesiredApplication.Relay relay -> {
                        if (!here.links().containsKey(relay.virt())) {
                            halves.add(node + " relays for link " + relay.virt() + ", which it lacks");
                        }
                    }
                    case DesiredApplication.Client client -> {
                        if (!client.backing().stream()
                                .allMatch(link -> hops(link).isPresent())) {
                            halves.add(node + " takes keys from a link that is not whole: " + client.backing());
                        }
                        if (!(held.get(names.get(client.remoteNode()))
                                                .applications()
                                                .get(client.id())
                                        instanceof DesiredApplication.Client there
                                && there.backing().equals(client.backing()))) {
                            halves.add("the other end of " + client.server() + "-" + client.client()
                                    + " is not as that at " + node);
                        }
                    }
                }
            });
        });
        return halves;
    }

    /** Applications at ends that get keys: over links that are whole, and whose every hop makes key. */
    Set<String> working(Set<KeyAssociationLinkId> makingKey) {
        Set<String> working = new HashSet<>();
        held.forEach((node, here) -> here.applications().values().forEach(application -> {
            if (application instanceof DesiredApplication.Client client
                    && !client.backing().isEmpty()
                    && client.backing().stream()
                            .allMatch(link ->
                                    hops(link).filter(makingKey::containsAll).isPresent())) {
                working.add(name(node, client.id()));
            }
        }));
        return working;
    }

    static String name(NodeName node, ApplicationId application) {
        return node + " " + application;
    }

    /** The PHYS links that a link goes over; empty where it is not whole. */
    private Optional<Set<KeyAssociationLinkId>> hops(KeyAssociationLinkId link) {
        Optional<NodeName> first = held.keySet().stream()
                .filter(node -> held.get(node).links().get(link) instanceof DesiredLink.Virt virt
                        && virt.previousHop().isEmpty())
                .findFirst();
        if (first.isEmpty()) {
            boolean bothEnds = held.values().stream()
                            .filter(node -> node.links().get(link) instanceof DesiredLink.Phys)
                            .count()
                    == 2;
            return bothEnds ? Optional.of(Set.of(link)) : Optional.empty();
        }
        Set<KeyAssociationLinkId> hops = new HashSet<>();
        Set<KeyAssociationLinkId> before = Set.of();
        Optional<NodeName> at = first;
        while (at.isPresent()) {
            if (!(held.get(at.get()).links().get(link) instanceof DesiredLink.Virt virt)) {
                return Optional.empty();
            }
            Set<KeyAssociationLinkId> here = over(at.get(), link);
            Set<KeyAssociationLinkId> onwards = new HashSet<>(here);
            onwards.removeAll(before);
            boolean joined = here.containsAll(before)
                    && onwards.size() == (virt.nextHop().isPresent() ? 1 : 0);
            if (!joined) {
                return Optional.empty();
            }
            hops.addAll(onwards);
            before = onwards;
            at = virt.nextHop().map(names::get);
        }
        return Optional.of(hops);
    }

    private Set<KeyAssociationLinkId> over(NodeName node, KeyAssociationLinkId virt) {
        Set<KeyAssociationLinkId> over = new HashSet<>();
        held.get(node).applications().values().forEach(application -> {
            if (application instanceof DesiredApplication.Relay relay
                    && relay.virt().equals(virt)) {
                over.add(relay.backing());
            }
        });
        return over;
    }
}
