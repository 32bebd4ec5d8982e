package org.qkdn.controller.northbound.check;

import java.util.Optional;
import java.util.stream.Stream;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.Inventory;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.InventoryBuilder;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServices;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.Optical;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.OpticalBuilder;
import org.opendaylight.yangtools.binding.data.codec.api.BindingNormalizedNodeSerializer;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;
import org.opendaylight.yangtools.yang.data.tree.api.ModificationType;
import org.qkdn.controller.mdsal.KeyServiceRules;
import org.qkdn.controller.mdsal.MaintenanceRules;
import org.qkdn.controller.mdsal.OpticalRules;

/**
 * What an operator's words must keep to that YANG cannot say. Only what a change touches is judged, so that older
 * configuration never stands in the way of an unrelated change. Expects valid data: register it after the checks of YANG.
 */
public final class OperatorRules implements CommitCheck {
    private final BindingNormalizedNodeSerializer codec;

    public OperatorRules(BindingNormalizedNodeSerializer codec) {
        this.codec = codec;
    }

    @Override
    public Optional<Refusal> refusalOf(DataTreeCandidate change) {
        var optical = touched(change, Optical.QNAME)
                .map(Optical.class::cast)
                .flatMap(OpticalRules::objectionTo)
                .map(objection -> refusal(Optical.QNAME, objection));
        return optical.or(() -> maintenance(change)).or(() -> touched(change, KeyServices.QNAME)
                .map(KeyServices.class::cast)
                .flatMap(services -> KeyServiceRules.objectionTo(
                        services, after(change, Inventory.QNAME, Inventory.class, new InventoryBuilder().build())))
                .map(objection -> refusal(KeyServices.QNAME, objection)));
    }

    private Optional<Object> touched(DataTreeCandidate change, QName name) {
        return change.getRootNode().childNodes().stream()
                .filter(child -> child.name().getNodeType().equals(name)
                        && child.modificationType() != ModificationType.UNMODIFIED)
                .flatMap(child -> Stream.ofNullable(child.dataAfter()))
                .findFirst()
                .map(node -> decode(name, node));
    }

    /** A change of either may take away what the other names. */
    private Optional<Refusal> maintenance(DataTreeCandidate change) {
        return Stream.of(Inventory.QNAME, Optical.QNAME)
                .filter(name -> isTouched(change, name))
                .findFirst()
                .flatMap(name -> MaintenanceRules.objectionTo(
                                after(change, Inventory.QNAME, Inventory.class, new InventoryBuilder().build()),
                                after(change, Optical.QNAME, Optical.class, new OpticalBuilder().build()))
                        .map(objection -> refusal(name, objection)));
    }

    private static boolean isTouched(DataTreeCandidate change, QName name) {
        return change.getRootNode().childNodes().stream()
                .anyMatch(child -> child.name().getNodeType().equals(name)
                        && child.modificationType() != ModificationType.UNMODIFIED);
    }

    private <T> T after(DataTreeCandidate change, QName name, Class<T> type, T nothing) {
        return Optional.ofNullable(change.getRootNode().dataAfter())
                .map(ContainerNode.class::cast)
                .flatMap(root -> Optional.ofNullable(root.childByArg(NodeIdentifier.create(name))))
                .map(node -> type.cast(decode(name, node)))
                .orElse(nothing);
    }

    private Object decode(QName name, NormalizedNode node) {
        return codec.fromNormalizedNode(YangInstanceIdentifier.of(name), node).getValue();
    }

    private static Refusal refusal(QName name, String objection) {
        return new Refusal(ErrorTag.INVALID_VALUE, YangInstanceIdentifier.of(name), objection);
    }
}
