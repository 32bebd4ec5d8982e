package org.qkdn.controller.northbound.check;

import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;
import org.opendaylight.yangtools.yang.model.api.ContainerSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.MandatoryAware;

/**
 * Mandatory nodes below containers without presence (RFC 7950 7.6.5). The data tree itself minds those of list entries and
 * of containers with presence only. A top-level container that holds nothing at all passes.
 */
public final class MandatoryNodes implements CommitCheck {
    private final EffectiveModelContext models;

    public MandatoryNodes(EffectiveModelContext models) {
        this.models = models;
    }

    @Override
    public Optional<Refusal> refusalOf(DataTreeCandidate change) {
        return change.getRootNode().childNodes().stream()
                .filter(child -> child.dataAfter() instanceof ContainerNode)
                .map(child -> judge((ContainerNode) child.dataAfter()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Refusal> judge(ContainerNode after) {
        return models.findDataTreeChild(after.name().getNodeType())
                .filter(schema -> schema instanceof ContainerSchemaNode container && !container.isPresenceContainer())
                .flatMap(schema -> missing(
                        YangInstanceIdentifier.of(after.name()), Optional.of(after), (DataNodeContainer) schema));
    }

    private static Optional<Refusal> missing(
            YangInstanceIdentifier path, Optional<? extends DataContainerNode> data, DataNodeContainer schema) {
        return schema.getChildNodes().stream()
                .filter(child -> child.effectiveConfig().orElse(true))
                .map(child -> missingChild(path.node(child.getQName()), data, child))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Refusal> missingChild(
            YangInstanceIdentifier path, Optional<? extends DataContainerNode> parent, DataSchemaNode schema) {
        var data = parent.flatMap(node -> Optional.ofNullable(node.childByArg(new NodeIdentifier(schema.getQName()))));
        if (data.isEmpty() && schema instanceof MandatoryAware aware && aware.isMandatory()) {
            return Optional.of(new Refusal(
                    ErrorTag.DATA_MISSING,
                    path,
                    "mandatory node " + schema.getQName().getLocalName() + " is missing"));
        }
        if (schema instanceof ContainerSchemaNode container && !container.isPresenceContainer()) {
            return missing(path, data.map(DataContainerNode.class::cast), container);
        }
        return Optional.empty();
    }
}
