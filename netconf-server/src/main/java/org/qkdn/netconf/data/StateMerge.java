package org.qkdn.netconf.data;

import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeConfiguration;
import org.opendaylight.yangtools.yang.data.tree.impl.di.InMemoryDataTreeFactory;
import org.qkdn.netconf.YangModel;

/** Configuration and state in one tree, as {@code <get>} wants them. */
public final class StateMerge {
    private static final InMemoryDataTreeFactory FACTORY = new InMemoryDataTreeFactory();

    private StateMerge() {}

    public static ContainerNode merge(
            YangModel model, ContainerNode config, Iterable<? extends DataContainerChild> state) {
        final var tree = FACTORY.create(DataTreeConfiguration.DEFAULT_OPERATIONAL, model.context())
                .takeSnapshot()
                .newModification();
        config.body().forEach(child -> tree.write(YangInstanceIdentifier.of(child.name()), child));
        state.forEach(child -> tree.merge(YangInstanceIdentifier.of(child.name()), child));
        return (ContainerNode) tree.readNode(YangInstanceIdentifier.of()).orElse(ConfigTree.EMPTY);
    }
}
