package org.qkdn.agent.plan;

import java.util.Optional;
import org.qkdn.agent.desired.Application;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.desired.VirtLink;
import org.qkdn.node.v1.ForwardingTable;
import org.qkdn.node.v1.Hop;
import org.qkdn.node.v1.RelayLink;

/** Over which links the forwarding module may relay, and which PHYS link's keys cover each hop. */
public final class ForwardingPlan {
    private ForwardingPlan() {}

    public static ForwardingTable table(NodeConfiguration node) {
        var table = ForwardingTable.newBuilder();
        node.physLinks().filter(PhysLink::enabled).forEach(link -> oneHop(node, link)
                .ifPresent(table::addLinks));
        node.virtLinks().filter(VirtLink::enabled).forEach(link -> {
            if (relay(node, link) instanceof Relay.Usable usable) {
                table.addLinks(usable.link());
            }
        });
        return table.build();
    }

    /** A PHYS link is a path of one hop; the node with the smaller qkdn_id counts as its first. */
    private static Optional<RelayLink> oneHop(NodeConfiguration node, PhysLink link) {
        return node.nodeId().flatMap(here -> link.remote().nodeId().map(there -> {
            var hop = Hop.newBuilder().setNodeId(there).setPhysLinkId(link.id());
            var relay = RelayLink.newBuilder().setLinkId(link.id());
            return here.compareTo(there) < 0
                    ? relay.setFirstNodeId(here)
                            .setLastNodeId(there)
                            .setNext(hop)
                            .build()
                    : relay.setFirstNodeId(there)
                            .setLastNodeId(here)
                            .setPrevious(hop)
                            .build();
        }));
    }

    public static Relay relay(NodeConfiguration node, VirtLink link) {
        var previous = link.previousHop().flatMap(hop -> hop(node, link, hop));
        var next = link.nextHop().flatMap(hop -> hop(node, link, hop));
        if (link.previousHop().isPresent() && previous.isEmpty()) {
            return missing(link, link.previousHop().get());
        }
        if (link.nextHop().isPresent() && next.isEmpty()) {
            return missing(link, link.nextHop().get());
        }
        var local = link.local().nodeId().orElse("");
        var remote = link.remote().nodeId().orElse("");
        // the last node sees itself as the local end; the first and those on the way name the first node there
        var last = next.isEmpty();
        var relay = RelayLink.newBuilder()
                .setLinkId(link.id())
                .setFirstNodeId(last ? remote : local)
                .setLastNodeId(last ? local : remote);
        previous.ifPresent(relay::setPrevious);
        next.ifPresent(relay::setNext);
        return new Relay.Usable(relay.build());
    }

    private static Relay missing(VirtLink link, String neighbour) {
        return new Relay.Incomplete("no INTERNAL application with server_app_id urn:uuid:" + link.id()
                + " is backed by a PHYS link to " + neighbour);
    }

    /** The share of a PHYS link to the neighbour that an INTERNAL application takes for this VIRT link. */
    private static Optional<Hop> hop(NodeConfiguration node, VirtLink link, String neighbour) {
        return node.applications(Application.Kind.INTERNAL)
                .filter(application -> application.carries(link.id()))
                .flatMap(application -> application.backingLinks().stream())
                .flatMap(id -> node.physLink(id).stream())
                .filter(phys -> phys.leadsTo(neighbour))
                .findFirst()
                .map(phys -> Hop.newBuilder()
                        .setNodeId(neighbour)
                        .setPhysLinkId(phys.id())
                        .build());
    }
}
