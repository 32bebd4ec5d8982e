package org.qkdn.agent.report;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.VirtLink;
import org.qkdn.agent.node.NodeSnapshot;
import org.qkdn.agent.plan.ForwardingPlan;
import org.qkdn.agent.plan.Relay;
import org.qkdn.node.v1.Hop;
import org.qkdn.node.v1.RelayLink;

/** Says how VIRT links do at this node: whether a block could be relayed over its hops now. */
final class VirtLinkJudge {
    private final NodeConfiguration node;
    private final NodeSnapshot snapshot;
    private final Map<String, LinkCondition> physLinks;

    VirtLinkJudge(NodeConfiguration node, NodeSnapshot snapshot, Map<String, LinkCondition> physLinks) {
        this.node = node;
        this.snapshot = snapshot;
        this.physLinks = physLinks;
    }

    LinkCondition judge(VirtLink link) {
        if (!link.enabled()) {
            return condition(link, LinkStatus.OFF, Optional.of("qkdl_enable is false"));
        }
        return switch (ForwardingPlan.relay(node, link)) {
            case Relay.Incomplete incomplete -> condition(link, LinkStatus.PENDING, Optional.of(incomplete.reason()));
            case Relay.Usable usable -> usable(link, usable.link());
        };
    }

    private LinkCondition usable(VirtLink link, RelayLink relay) {
        var dry = hops(relay).filter(hop -> !hasKey(hop)).findFirst();
        if (dry.isPresent()) {
            return condition(
                    link,
                    LinkStatus.PENDING,
                    Optional.of("no key on the PHYS link " + dry.get().getPhysLinkId()));
        }
        var broken = hops(relay).flatMap(hop -> trouble(hop).stream()).findFirst();
        return condition(link, broken.isPresent() ? LinkStatus.PASSIVE : LinkStatus.ACTIVE, broken);
    }

    private static Stream<Hop> hops(RelayLink relay) {
        return Stream.concat(
                relay.hasPrevious() ? Stream.of(relay.getPrevious()) : Stream.empty(),
                relay.hasNext() ? Stream.of(relay.getNext()) : Stream.empty());
    }

    private boolean hasKey(Hop hop) {
        return Optional.ofNullable(physLinks.get(hop.getPhysLinkId()))
                .filter(phys -> phys.isActive() || phys.storedBits() > 0)
                .isPresent();
    }

    private Optional<String> trouble(Hop hop) {
        var report = snapshot.forwarding().latest();
        if (report.isEmpty()) {
            return snapshot.forwarding().trouble();
        }
        var neighbour = report.get().getNeighboursList().stream()
                .filter(reported -> reported.getNodeId().equals(hop.getNodeId()))
                .findFirst();
        if (neighbour.isEmpty()) {
            return Optional.of("the forwarding module does not know the neighbour " + hop.getNodeId());
        }
        return neighbour
                .filter(reported -> !reported.getConnected())
                .map(reported -> "not connected to " + hop.getNodeId() + ": " + reported.getReason());
    }

    private LinkCondition condition(VirtLink link, LinkStatus status, Optional<String> reason) {
        return new LinkCondition(
                status,
                Optional.empty(),
                NodeConditions.expectedConsumption(node, link.id()),
                Optional.empty(),
                0,
                reason,
                Optional.empty());
    }
}
