package org.qkdn.controller.core.path;

import java.util.List;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.NodeName;

/**
 * A node that may relay keys.
 *
 * @param domain of its operator; "" where none is given
 * @param trustClass 0 to 7, as the operator rates it; 7 is trusted most
 */
public record RelayNode(NodeName name, String domain, int trustClass) {
    /** All that are registered. */
    public static List<RelayNode> of(Inventory inventory) {
        return inventory.nodes().entrySet().stream()
                .map(node -> new RelayNode(
                        node.getKey(), node.getValue().domain(), node.getValue().trustClass()))
                .toList();
    }
}
