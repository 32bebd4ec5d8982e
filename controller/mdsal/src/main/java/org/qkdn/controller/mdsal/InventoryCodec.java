package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.Node;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Policy;
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
        return new Inventory(nodes, saes, policy(inventory));
    }

    private static Policy policy(org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.Inventory inventory) {
        return new Policy(
                Optional.ofNullable(inventory.getLinkHoldDown())
                        .map(seconds -> Duration.ofSeconds(seconds.longValue()))
                        .orElse(Policy.DEFAULT.holdDown()),
                inventory.nonnullNode().values().stream()
                        .filter(node -> node.getForeignEdits() == Node.ForeignEdits.Adopt)
                        .map(node -> new NodeName(node.requireName().getValue()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    static boolean enabled(Node node) {
        return node.getEnabled() == null || node.requireEnabled();
    }
}
