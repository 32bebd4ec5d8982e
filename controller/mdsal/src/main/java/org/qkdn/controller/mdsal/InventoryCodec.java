package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.Node;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.maintenance.Target;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.maintenance.target.Link;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.maintenance.target.Span;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.maintenance.target.Switch;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.Policy;
import org.qkdn.controller.core.model.Reoptimisation;
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
        return new Inventory(nodes, saes, policy(inventory), maintenance(inventory));
    }

    private static Policy policy(org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.Inventory inventory) {
        return new Policy(
                Optional.ofNullable(inventory.getLinkHoldDown())
                        .map(seconds -> Duration.ofSeconds(seconds.longValue()))
                        .orElse(Policy.DEFAULT.holdDown()),
                inventory.nonnullNode().values().stream()
                        .filter(node -> node.getForeignEdits() == Node.ForeignEdits.Adopt)
                        .map(node -> new NodeName(node.requireName().getValue()))
                        .collect(Collectors.toUnmodifiableSet()),
                Optional.ofNullable(inventory.getReoptimisation())
                        .map(InventoryCodec::reoptimisation)
                        .orElse(Reoptimisation.DEFAULT),
                Optional.ofNullable(inventory.getStoreHorizon())
                        .map(seconds -> Duration.ofSeconds(seconds.longValue()))
                        .orElse(Policy.STORE_HORIZON));
    }

    private static Reoptimisation reoptimisation(
            org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.Reoptimisation wanted) {
        var otherwise = Reoptimisation.DEFAULT;
        return new Reoptimisation(
                Optional.ofNullable(wanted.getEnabled()).orElse(otherwise.enabled()),
                Optional.ofNullable(wanted.getInterval())
                        .map(seconds -> Duration.ofSeconds(seconds.longValue()))
                        .orElse(otherwise.interval()),
                Optional.ofNullable(wanted.getGain()).map(Uint8::intValue).orElse(otherwise.gainPercent()),
                Optional.ofNullable(wanted.getHoldTime())
                        .map(seconds -> Duration.ofSeconds(seconds.longValue()))
                        .orElse(otherwise.holdTime()));
    }

    private static Map<String, Maintenance> maintenance(
            org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.Inventory inventory) {
        return inventory.nonnullMaintenance().values().stream()
                .flatMap(entry ->
                        target(entry.getTarget()).stream().map(target -> new Maintenance(entry.requireName(), target)))
                .collect(Collectors.toUnmodifiableMap(Maintenance::name, entry -> entry));
    }

    private static Optional<Maintenance.Target> target(Target target) {
        return Optional.ofNullable(
                switch (target) {
                    case org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.maintenance.target
                                    .Node
                            node ->
                        new Maintenance.Target.Node(
                                new NodeName(node.requireNode().getValue()));
                    case Link link ->
                        new Maintenance.Target.Link(new KeyAssociationLinkId(
                                UUID.fromString(link.requireLink().getValue())));
                    case Switch named -> new Maintenance.Target.Switch(named.requireSwitch());
                    case Span span -> new Maintenance.Target.Span(span.requireSpan());
                    case null, default -> null;
                });
    }

    static boolean enabled(Node node) {
        return node.getEnabled() == null || node.requireEnabled();
    }
}
