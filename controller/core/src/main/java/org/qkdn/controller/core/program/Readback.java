package org.qkdn.controller.core.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.NodeReport;
import org.qkdn.controller.core.service.Placement;
import org.qkdn.controller.core.service.ServiceState;
import org.qkdn.controller.core.service.ServiceState.Status;
import org.qkdn.controller.core.service.Share;

/** A service that has its path is UP once all nodes on it report to hold what they should for it. */
public final class Readback {
    private final Map<NodeName, Conformity> held = new HashMap<>();
    private final Map<NodeName, DesiredNode> desired;
    private final Map<NodeName, Set<KeyAssociationLinkId>> unread;
    private final Map<String, String> programmingErrors;
    /** Of each node whether it holds just what is desired. */
    private final Map<NodeName, Boolean> exact = new HashMap<>();

    /** {@code unread} are links that a node was newly told, since when it has not reported. */
    public Readback(
            Map<NodeName, NodeReport> reports,
            Map<NodeName, DesiredNode> desired,
            Map<NodeName, Set<KeyAssociationLinkId>> unread,
            Map<String, String> programmingErrors) {
        reports.forEach((node, report) -> held.put(node, new Conformity(report)));
        this.desired = desired;
        this.unread = unread;
        this.programmingErrors = programmingErrors;
    }

    /** Whether the node reports exactly what it should hold. */
    public boolean isExactly(NodeName node, DesiredNode wanted) {
        return held.containsKey(node) && held.get(node).isExactly(wanted);
    }

    /** Whether it reports exactly what is desired. */
    public boolean isAsDesired(NodeName node) {
        return exact.computeIfAbsent(node, unknown -> desired.containsKey(node) && isExactly(node, desired.get(node)));
    }

    /** The services, with those UP that are. */
    public SortedMap<String, ServiceState> of(SortedMap<String, ServiceState> services) {
        SortedMap<String, ServiceState> read = new TreeMap<>();
        services.forEach((name, state) -> read.put(
                name,
                state.status() == Status.PENDING
                        ? state.placement()
                                .map(placement -> confirmed(state, placement))
                                .orElse(state)
                        : state));
        return read;
    }

    private ServiceState confirmed(ServiceState state, Placement placement) {
        Optional<String> waiting = firstNotReady(state.application(), placement).map(this::reason);
        if (state.handover().isPresent()) {
            return state.with(Status.UP, waiting.map(reason -> "moves to another path: " + reason));
        }
        return state.with(waiting.isPresent() ? Status.PENDING : Status.UP, waiting.or(state::reason));
    }

    private Optional<NodeName> firstNotReady(ApplicationId client, Placement placement) {
        List<KeyAssociationLinkId> links = placement.links();
        for (Share share : placement.shares()) {
            List<NodeName> nodes = share.path().nodes();
            for (int at = 0; at < nodes.size(); at++) {
                boolean isEnd = at == 0 || at == nodes.size() - 1;
                if (!(holds(share, at) && (!isEnd || backs(nodes.get(at), client, links)))) {
                    return Optional.of(nodes.get(at));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The node of that number on the path. Identities follow from what they stand for, so that it is there is enough. A node
     * that has not reported since the start is believed to hold what its neighbours do.
     */
    private boolean holds(Share share, int at) {
        NodeName node = share.path().nodes().get(at);
        Conformity here = held.get(node);
        DesiredNode wanted = desired.get(node);
        if (here == null || wanted == null) {
            return here == null && wanted != null;
        }
        return here.contains(share.link())
                && !unread.getOrDefault(node, Set.of()).contains(share.link())
                && (isAsDesired(node) || relays(here, wanted, share, at));
    }

    /** Of an end that is told anything. */
    private boolean backs(NodeName end, ApplicationId client, List<KeyAssociationLinkId> links) {
        Conformity here = held.get(end);
        return here == null
                || here.backs(client, links)
                || !desired.get(end).applications().containsKey(client);
    }

    /** At the node of that number on its path, which the hops before and behind it concern. */
    private static boolean relays(Conformity here, DesiredNode wanted, Share share, int at) {
        List<KeyAssociationLinkId> hops = share.hops();
        for (int hop = Math.max(0, at - 1); hop <= at && hop < hops.size(); hop++) {
            ApplicationId id = Identities.relayApplication(share.link(), hops.get(hop));
            if (!here.contains(id) && wanted.applications().containsKey(id)) {
                return false;
            }
        }
        return true;
    }

    private String reason(NodeName node) {
        return Optional.ofNullable(programmingErrors.get(node.value()))
                .map(error -> "node " + node + " refused: " + error)
                .orElseGet(() -> "waits for node " + node + " to be programmed");
    }
}
