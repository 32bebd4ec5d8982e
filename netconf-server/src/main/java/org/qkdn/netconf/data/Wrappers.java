package org.qkdn.netconf.data;

import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.api.LeafListSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ListSchemaNode;

/** Lists and leaf-lists must be there before their entries. */
final class Wrappers {
    private Wrappers() {}

    static NormalizedNode emptyOf(ListSchemaNode list, NodeIdentifier name) {
        return list.isUserOrdered()
                ? ImmutableNodes.newUserMapBuilder().withNodeIdentifier(name).build()
                : ImmutableNodes.newSystemMapBuilder().withNodeIdentifier(name).build();
    }

    static NormalizedNode emptyOf(LeafListSchemaNode leafList, NodeIdentifier name) {
        return leafList.isUserOrdered()
                ? ImmutableNodes.newUserLeafSetBuilder()
                        .withNodeIdentifier(name)
                        .build()
                : ImmutableNodes.newSystemLeafSetBuilder()
                        .withNodeIdentifier(name)
                        .build();
    }

    static MapEntryNode entryOf(NodeIdentifierWithPredicates name) {
        final var entry = ImmutableNodes.newMapEntryBuilder().withNodeIdentifier(name);
        name.entrySet().forEach(key -> entry.withChild(ImmutableNodes.leafNode(key.getKey(), key.getValue())));
        return entry.build();
    }
}
