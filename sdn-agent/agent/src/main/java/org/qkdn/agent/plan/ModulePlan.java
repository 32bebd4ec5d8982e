package org.qkdn.agent.plan;

import java.util.Optional;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.PhysLink;
import org.qkdn.agent.desired.QkdInterface;
import org.qkdn.agent.desired.Role;
import org.qkdn.node.v1.QuantumChannel;

/** Which quantum channel each QKD module of the node is to work on. */
public final class ModulePlan {
    private ModulePlan() {}

    /** What the module is to be told; an empty channel where no link uses it. */
    public static QuantumChannel channel(NodeConfiguration node, long interfaceId) {
        // at most one enabled link has the module; disabled ones may queue behind it
        return node.physLinks()
                .filter(link -> link.uses(interfaceId))
                .min((left, right) -> Boolean.compare(right.enabled(), left.enabled()))
                .map(link -> channel(node, link, interfaceId))
                .orElseGet(QuantumChannel::getDefaultInstance);
    }

    private static QuantumChannel channel(NodeConfiguration node, PhysLink link, long interfaceId) {
        return QuantumChannel.newBuilder()
                .setLinkId(link.id())
                .setEnabled(link.enabled())
                .setLocalNodeId(node.nodeId().orElse(""))
                .setLocalInterfaceId((int) interfaceId)
                .setPeerNodeId(link.remote().nodeId().orElse(""))
                .setPeerInterfaceId(
                        link.remote().interfaceId().map(Long::intValue).orElse(0))
                .setWavelength(link.wavelength().orElse(""))
                .setRole(role(node, link, interfaceId))
                .build();
    }

    private static String role(NodeConfiguration node, PhysLink link, long interfaceId) {
        return link.role()
                .or(() ->
                        Optional.ofNullable(node.interfaces().get(interfaceId)).flatMap(QkdInterface::role))
                .map(Role::name)
                .orElse("");
    }
}
