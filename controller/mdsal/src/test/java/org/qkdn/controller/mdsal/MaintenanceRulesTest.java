package org.qkdn.controller.mdsal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.Uuid;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.Inventory;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.InventoryBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.MaintenanceBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.ReoptimisationBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.maintenance.Target;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.maintenance.target.LinkBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.maintenance.target.NodeBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.maintenance.target.SpanBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.inventory.maintenance.target.SwitchBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.OpticalBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.FixedPairBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.LossDb;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.NodeName;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.types.rev261121.OpticalChannel;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.qkdn.controller.core.identity.Identities;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.Maintenance;
import org.qkdn.controller.core.model.ModuleId;

class MaintenanceRulesTest {
    private static final org.qkdn.controller.core.model.NodeName NORTE =
            new org.qkdn.controller.core.model.NodeName("NORTE");
    private static final KeyAssociationLinkId LINK = Identities.physLink(
            new ModuleId(NORTE, 1), new ModuleId(new org.qkdn.controller.core.model.NodeName("QUEVEDO"), 2));

    private static final Optical OPTICAL = new OpticalBuilder()
            .setSpan(
                    BindingMap.of(new org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.SpanBuilder()
                            .setName("QUEVEDO-NORTE")
                            .setASite(new NodeName("QUEVEDO"))
                            .setBSite(new NodeName("NORTE"))
                            .setLoss(new LossDb(Decimal64.valueOf("1.5")))
                            .build()))
            .setSwitch(BindingMap.of(
                    new org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.optical.SwitchBuilder()
                            .setName("oxc")
                            .setSite(new NodeName("NORTE"))
                            .build()))
            .setFixedPair(BindingMap.of(new FixedPairBuilder()
                    .setName("pair")
                    .setTransmitterNode(new NodeName("NORTE"))
                    .setTransmitterInterface(Uint32.ONE)
                    .setReceiverNode(new NodeName("QUEVEDO"))
                    .setReceiverInterface(Uint32.TWO)
                    .setChannel(new OpticalChannel("34"))
                    .setSpan(List.of("QUEVEDO-NORTE"))
                    .build()))
            .build();

    private static Inventory inventory(Target target) {
        return new InventoryBuilder()
                .setMaintenance(BindingMap.of(
                        new MaintenanceBuilder().setName("m").setTarget(target).build()))
                .build();
    }

    private static Optional<String> objection(Target target) {
        return MaintenanceRules.objectionTo(inventory(target), OPTICAL);
    }

    private static Target link(UUID id) {
        return new LinkBuilder().setLink(new Uuid(id.toString())).build();
    }

    @Test
    void takesWhatIsDescribed() {
        assertEquals(
                Optional.empty(),
                objection(new SpanBuilder().setSpan("QUEVEDO-NORTE").build()));
        assertEquals(
                Optional.empty(), objection(new SwitchBuilder().setSwitch("oxc").build()));
        assertEquals(Optional.empty(), objection(link(LINK.value())));
        assertEquals(
                Optional.empty(),
                objection(new NodeBuilder().setNode(new NodeName("NORTE")).build()));
    }

    @Test
    void refusesWhatIsNot() {
        assertEquals(
                Optional.of(
                        "maintenance m: there is no span NORTE-QUEVEDO in qkdn-optical: correct the name, or delete the"
                                + " maintenance entry first"),
                objection(new SpanBuilder().setSpan("NORTE-QUEVEDO").build()));
        assertEquals(
                Optional.of("maintenance m: there is no switch ocx in qkdn-optical: correct the name, or delete the"
                        + " maintenance entry first"),
                objection(new SwitchBuilder().setSwitch("ocx").build()));
        assertEquals(
                Optional.of("maintenance m: there is no link 00000000-0000-0000-0000-000000000001 in qkdn-optical:"
                        + " correct the name, or delete the maintenance entry first"),
                objection(link(new UUID(0, 1))));
    }

    @Test
    void readsWhatIsInMaintenance() {
        assertEquals(
                Map.of("m", new Maintenance("m", new Maintenance.Target.Node(NORTE))),
                InventoryCodec.decode(inventory(
                                new NodeBuilder().setNode(new NodeName("NORTE")).build()))
                        .maintenance());
    }

    @Test
    void readsThePolicyOfReoptimisation() {
        var otherwise = org.qkdn.controller.core.model.Reoptimisation.DEFAULT;
        assertEquals(
                otherwise,
                InventoryCodec.decode(new InventoryBuilder().build()).policy().reoptimisation());
        assertEquals(
                new org.qkdn.controller.core.model.Reoptimisation(
                        otherwise.enabled(), otherwise.interval(), 25, otherwise.holdTime()),
                InventoryCodec.decode(new InventoryBuilder()
                                .setReoptimisation(new ReoptimisationBuilder()
                                        .setGain(Uint8.valueOf(25))
                                        .build())
                                .build())
                        .policy()
                        .reoptimisation());
    }
}
