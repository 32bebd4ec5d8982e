package org.qkdn.controller.mdsal;

import java.util.HashMap;
import java.util.Optional;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.Node;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SaeId;

/** {@code qkdn-inventory:inventory} as the domain sees it. */
final class InventoryCodec {
    private InventoryCodec() {}

    static Inventory decode(org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.Inventory inventory) {
        var nodes = new HashMap<NodeName, Inventory.Node>();
        inventory.nonnullNode().values().stream()
                .filter(InventoryCodec::enabled)
                .forEach(node -> nodes.put(
                        new NodeName(node.requireName().getValue()),
                        new Inventory.Node(
                                Optional.ofNullable(node.getDomain()).orElse(""),
                                node.getTrustClass() == null
                                        ? 0
                                        : node.requireTrustClass().getValue().toJava())));
        var saes = new HashMap<SaeId, NodeName>();
        inventory.nonnullSae().values().forEach(sae -> {
            var node = new NodeName(sae.requireNode().getValue());
            if (nodes.containsKey(node)) {
                saes.put(new SaeId(sae.requireSaeId().getValue()), node);
            }
        });
        return new Inventory(nodes, saes);
    }

    static boolean enabled(Node node) {
        return node.getEnabled() == null || node.requireEnabled();
    }
}
