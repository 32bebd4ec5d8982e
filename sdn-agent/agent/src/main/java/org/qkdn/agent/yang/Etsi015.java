package org.qkdn.agent.yang;

import java.util.List;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.QNameModule;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.LeafNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.SystemLeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.SystemMapNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;

/** Names of ETSI GS QKD 015 V2.1.1 and pieces of data trees made of them. */
public final class Etsi015 {
    /** YANG modules an agent serves, as their files are called. */
    public static final List<String> MODULES = List.of(
            "etsi-qkd-node-types@2022-01-30",
            "etsi-qkd-sdn-node@2022-01-30",
            "qkdn-types@2026-11-21",
            "qkdn-node-extension@2026-11-21");

    private static final QNameModule NODE = QNameModule.of("urn:etsi:qkd:yang:etsi-qkd-node", "2022-01-30");
    private static final QNameModule TYPES = QNameModule.of("urn:etsi:qkd:yang:etsi-qkd-node-types", "2022-01-30");
    private static final QNameModule EXTENSION = QNameModule.of("urn:qkdn:yang:node-extension", "2026-11-21");

    private Etsi015() {}

    public static NodeIdentifier id(String name) {
        return new NodeIdentifier(name(name));
    }

    static QName name(String name) {
        return QName.create(NODE, name);
    }

    /** An identity, such as {@code PHYS}. */
    static QName identity(String name) {
        return QName.create(TYPES, name);
    }

    static LeafNode<?> leaf(String name, Object value) {
        return ImmutableNodes.leafNode(name(name), value);
    }

    /** A name of our own module qkdn-node-extension. */
    static NodeIdentifier extensionId(String name) {
        return new NodeIdentifier(QName.create(EXTENSION, name));
    }

    static LeafNode<?> extensionLeaf(String name, Object value) {
        return ImmutableNodes.leafNode(extensionId(name), value);
    }

    static SystemLeafSetNode<String> leafList(String name, List<String> values) {
        List<LeafSetEntryNode<String>> entries = values.stream()
                .distinct()
                .map(value -> ImmutableNodes.leafSetEntry(name(name), value))
                .toList();
        return ImmutableNodes.<String>newSystemLeafSetBuilder()
                .withNodeIdentifier(id(name))
                .withValue(entries)
                .build();
    }

    static ContainerNode container(String name, List<? extends DataContainerChild> children) {
        var builder = ImmutableNodes.newContainerBuilder().withNodeIdentifier(id(name));
        children.forEach(builder::withChild);
        return builder.build();
    }

    static MapEntryNode entry(String list, String key, Object keyValue, List<? extends DataContainerChild> children) {
        var builder = ImmutableNodes.newMapEntryBuilder()
                .withNodeIdentifier(
                        YangInstanceIdentifier.NodeIdentifierWithPredicates.of(name(list), name(key), keyValue))
                .withChild(leaf(key, keyValue));
        children.forEach(builder::withChild);
        return builder.build();
    }

    static SystemMapNode list(String name, List<MapEntryNode> entries) {
        return ImmutableNodes.newSystemMapBuilder()
                .withNodeIdentifier(id(name))
                .withValue(entries)
                .build();
    }
}
