package org.qkdn.controller.core.service;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.ApplicationId;
import org.qkdn.controller.core.model.Inventory;
import org.qkdn.controller.core.model.KeyService;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.model.SaeId;

/** The SAEs and nodes that a key service joins, or why it joins none. */
public sealed interface EndPoints {
    /** Both ends are known and in different nodes. */
    record Known(SaeId source, SaeId destination, NodeName sourceNode, NodeName destinationNode) implements EndPoints {
        /** Without direction. */
        Set<SaeId> pair() {
            return Set.of(source, destination);
        }

        /** By which a service's application is known at both. */
        ApplicationId application(KeyService service) {
            return Identities.clientApplication(service.name(), source, destination, service.mix());
        }
    }

    /** The service cannot be; {@code reason} says what to do. */
    record Unusable(Optional<SaeId> source, Optional<SaeId> destination, String reason) implements EndPoints {}

    /** Each end is the ID of a registered SAE, or a node's name, which stands for its first SAE. */
    static EndPoints of(KeyService service, Inventory inventory) {
        Optional<SaeId> source = sae(service.source(), inventory);
        Optional<SaeId> destination = sae(service.destination(), inventory);
        if (source.isEmpty()) {
            return new Unusable(source, destination, "source: " + unknown(service.source(), inventory));
        }
        if (destination.isEmpty()) {
            return new Unusable(source, destination, "destination: " + unknown(service.destination(), inventory));
        }
        NodeName sourceNode = inventory.saes().get(source.get());
        NodeName destinationNode = inventory.saes().get(destination.get());
        for (NodeName node : new NodeName[] {sourceNode, destinationNode}) {
            if (!inventory.nodes().containsKey(node)) {
                return new Unusable(
                        source,
                        destination,
                        "node " + node + " is not registered or is disabled: register it in the inventory");
            }
        }
        if (sourceNode.equals(destinationNode)) {
            return new Unusable(
                    source,
                    destination,
                    "both ends are in node " + sourceNode
                            + ": keys are relayed between different nodes, name an SAE of another");
        }
        return new Known(source.get(), destination.get(), sourceNode, destinationNode);
    }

    private static Optional<SaeId> sae(String name, Inventory inventory) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        SaeId asSae = new SaeId(name);
        return inventory.saes().containsKey(asSae)
                ? Optional.of(asSae)
                : inventory.saes().entrySet().stream()
                        .filter(entry -> entry.getValue().value().equals(name))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    private static String unknown(String name, Inventory inventory) {
        return !name.isEmpty() && inventory.nodes().containsKey(new NodeName(name))
                ? "node " + name + " has no SAE: register one in the inventory"
                : "no SAE or node is named '" + name + "': register it in the inventory";
    }
}
