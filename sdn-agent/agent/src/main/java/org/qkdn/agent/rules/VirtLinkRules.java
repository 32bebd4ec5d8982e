package org.qkdn.agent.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.qkdn.agent.desired.Application;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.VirtLink;
import org.qkdn.agent.yang.Paths;

/** Whether a node can be where a VIRT link wants it on its path. */
final class VirtLinkRules {
    private final String nodeId;

    VirtLinkRules(String nodeId) {
        this.nodeId = nodeId;
    }

    List<Violation> check(VirtLink link) {
        var found = new ArrayList<Violation>();
        if (link.previousHop().isEmpty() && link.nextHops().isEmpty()) {
            found.add(Violation.missing(
                    Paths.link(link.id(), "virt_next_hop"),
                    "a VIRT link needs a neighbour here: give virt_next_hop, virt_prev_hop or both"));
        }
        if (link.nextHops().size() > 1) {
            found.add(Violation.invalid(
                    Paths.link(link.id(), "virt_next_hop"),
                    "virt_next_hop names " + link.nextHops().size()
                            + " nodes; name the one immediate next node of the path"));
        }
        hops(link).filter(nodeId::equals).findFirst().ifPresent(hop -> found.add(self(link, hop)));
        if (link.previousHop().isPresent() && link.previousHop().equals(link.nextHop())) {
            found.add(Violation.invalid(
                    Paths.link(link.id(), "virt_next_hop"),
                    "virt_next_hop and virt_prev_hop are both " + link.nextHop().get()
                            + "; a path does not turn back"));
        }
        ends(link, found);
        return found;
    }

    private static Stream<String> hops(VirtLink link) {
        return Stream.concat(link.previousHop().stream(), link.nextHops().stream());
    }

    private Violation self(VirtLink link, String hop) {
        var leaf = link.previousHop().filter(nodeId::equals).isPresent() ? "virt_prev_hop" : "virt_next_hop";
        return Violation.invalid(
                Paths.link(link.id(), leaf), leaf + " " + hop + " is this node itself; name its neighbour");
    }

    private void ends(VirtLink link, List<Violation> found) {
        if (link.local().nodeId().isEmpty() || link.remote().nodeId().isEmpty()) {
            found.add(Violation.missing(
                    Paths.link(link.id(), link.local().nodeId().isEmpty() ? "qkdl_local" : "qkdl_remote", "qkdn_id"),
                    "a VIRT link needs both ends: give qkdl_local/qkdn_id and qkdl_remote/qkdn_id"));
            return;
        }
        var local = link.local().nodeId().get();
        var endsHere = link.previousHop().isEmpty() || link.nextHops().isEmpty();
        if (endsHere && !local.equals(nodeId)) {
            found.add(Violation.invalid(
                    Paths.link(link.id(), "qkdl_local", "qkdn_id"),
                    "qkdl_local/qkdn_id " + local + ": the link ends here (it has one hop), so it must be this node, "
                            + nodeId));
        }
        if (link.remote().nodeId().filter(nodeId::equals).isPresent()) {
            found.add(Violation.invalid(
                    Paths.link(link.id(), "qkdl_remote", "qkdn_id"),
                    "qkdl_remote/qkdn_id " + nodeId + " is this node itself; name the other end"));
        }
    }

    /** The relay's share of a physical link is only worth something where the physical link ends. */
    static List<Violation> shares(NodeConfiguration node) {
        var found = new ArrayList<Violation>();
        node.virtLinks().forEach(link -> node.applications(Application.Kind.INTERNAL)
                .filter(application -> application.carries(link.id()))
                .forEach(application -> application.backingLinks().stream()
                        .filter(id -> node.physLink(id).isEmpty())
                        .map(id -> Violation.invalid(
                                Paths.application(application.id(), "backing_qkdl_id"),
                                "backing_qkdl_id " + id + " is no PHYS link of this node, but the VIRT link "
                                        + link.id()
                                        + " shall run over it; create that link, or delete this application first"))
                        .forEach(found::add)));
        return found;
    }
}
