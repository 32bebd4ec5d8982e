package org.qkdn.controller.mdsal;

import java.util.List;
import java.util.function.Consumer;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.DataListener;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.Inventory;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.InventoryBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServices;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServicesBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.OpticalBuilder;
import org.opendaylight.yangtools.binding.ChildOf;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.binding.DataRoot;
import org.opendaylight.yangtools.concepts.Registration;
import org.qkdn.controller.core.engine.Event;

/** Turns what the operator writes, at start and at each change, into events and into devices to be managed. */
public final class OperatorConfiguration implements AutoCloseable {
    private final List<Registration> registrations;

    /** {@code nodes} and {@code switches} get the whole list at start and at each change, before the event. */
    public OperatorConfiguration(
            DataBroker broker,
            Consumer<Event> events,
            Consumer<List<DeviceAccess>> nodes,
            Consumer<List<DeviceAccess>> switches) {
        registrations = List.of(
                listen(broker, Inventory.class, inventory -> {
                    var present = inventory == null ? new InventoryBuilder().build() : inventory;
                    events.accept(new Event.InventoryChanged(InventoryCodec.decode(present)));
                    nodes.accept(present.nonnullNode().values().stream()
                            .filter(InventoryCodec::enabled)
                            .map(DeviceAccess::of)
                            .toList());
                }),
                listen(broker, Optical.class, optical -> {
                    var present = optical == null ? new OpticalBuilder().build() : optical;
                    events.accept(new Event.OpticalPlantChanged(OpticalPlantCodec.decode(present)));
                    switches.accept(present.nonnullSwitch().values().stream()
                            .map(DeviceAccess::of)
                            .toList());
                }),
                listen(
                        broker,
                        KeyServices.class,
                        services -> events.accept(KeyServiceCodec.decode(
                                services == null ? new KeyServicesBuilder().build() : services))));
    }

    @Override
    public void close() {
        registrations.forEach(Registration::close);
    }

    private static <T extends ChildOf<? extends DataRoot<?>>> Registration listen(
            DataBroker broker, Class<T> type, DataListener<T> listener) {
        return broker.registerDataListener(
                LogicalDatastoreType.CONFIGURATION,
                DataObjectIdentifier.builder(type).build(),
                listener);
    }
}
