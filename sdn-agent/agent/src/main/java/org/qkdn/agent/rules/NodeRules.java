package org.qkdn.agent.rules;

import java.util.Objects;
import java.util.stream.Stream;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.yang.Paths;

/** What a client may change of the node itself: neither its identity nor what the inventory found. */
final class NodeRules {
    private final String nodeId;

    NodeRules(String nodeId) {
        this.nodeId = nodeId;
    }

    Stream<Violation> check(NodeConfiguration before, NodeConfiguration after) {
        return Stream.concat(identity(after), inventory(before, after));
    }

    private Stream<Violation> identity(NodeConfiguration after) {
        var path = Paths.node("qkdn_id");
        if (after.nodeId().isEmpty()) {
            return Stream.of(Violation.missing(
                    path, "qkdn_id is mandatory: this node is " + nodeId + "; keep it when replacing qkd_node"));
        }
        return after.nodeId().filter(nodeId::equals).isPresent()
                ? Stream.empty()
                : Stream.of(Violation.invalid(
                        path,
                        "qkdn_id " + after.nodeId().get() + " is not this node, which is " + nodeId
                                + " by its own configuration; leave it as it is"));
    }

    private static Stream<Violation> inventory(NodeConfiguration before, NodeConfiguration after) {
        return Stream.concat(before.interfaces().keySet().stream(), after.interfaces().keySet().stream())
                .distinct()
                .filter(id -> !Objects.equals(
                        before.interfaces().get(id), after.interfaces().get(id)))
                .map(id -> Violation.denied(
                        Paths.qkdInterface(id),
                        "interface " + id + " is inventory, which the agent itself keeps; only qkdi_att_point may be"
                                + " edited"));
    }
}
