package org.qkdn.controller.mdsal;

import java.util.Optional;
import java.util.stream.Stream;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.Inventory;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.OpticalPlant;

/** What is in maintenance must be there. Nodes are minded by the YANG model; the rest is described in another module. */
public final class MaintenanceRules {
    private MaintenanceRules() {}

    /** The first thing that cannot be, naming value and remedy. */
    public static Optional<String> objectionTo(Inventory inventory, Optical optical) {
        var plant = OpticalPlantCodec.decode(optical);
        return InventoryCodec.decode(inventory).maintenance().values().stream()
                .flatMap(entry -> objectionTo(entry, plant).stream())
                .findFirst();
    }

    private static Optional<String> objectionTo(Maintenance entry, OpticalPlant plant) {
        var known =
                switch (entry.target()) {
                    case Maintenance.Target.Node node -> true;
                    case Maintenance.Target.Link link -> links(plant).anyMatch(link.id()::equals);
                    case Maintenance.Target.Switch named -> plant.switches().containsKey(named.name());
                    case Maintenance.Target.Span span -> plant.spans().containsKey(span.name());
                };
        return known
                ? Optional.empty()
                : Optional.of("maintenance " + entry.name() + ": there is no " + entry.target()
                        + " in qkdn-optical: correct the name, or delete the maintenance entry first");
    }

    /** Of the pairs that are to be; whether they can be made does not matter. */
    private static Stream<KeyAssociationLinkId> links(OpticalPlant plant) {
        return Stream.concat(
                plant.fixedPairs().stream().map(pair -> Identities.physLink(pair.transmitter(), pair.receiver())),
                plant.wantedPairings().stream().map(pair -> Identities.physLink(pair.transmitter(), pair.receiver())));
    }
}
