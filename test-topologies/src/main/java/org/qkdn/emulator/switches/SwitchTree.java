package org.qkdn.emulator.switches;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.QNameModule;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.qkdn.emulator.plant.CrossConnect;

/** YANG module optical-switch: names, and pieces of data trees. */
final class SwitchTree {
    static final String MODULE = "optical-switch@2018-03-22";
    static final QNameModule OPTICAL_SWITCH =
            QNameModule.of("http://www.polatis.com/yang/optical-switch", "2018-03-22");
    static final NodeIdentifier CROSS_CONNECTS = id("cross-connects");

    private SwitchTree() {}

    static NodeIdentifier id(String name) {
        return new NodeIdentifier(name(name));
    }

    static QName name(String name) {
        return QName.create(OPTICAL_SWITCH, name);
    }

    static DataContainerChild leaf(String name, Object value) {
        return ImmutableNodes.leafNode(name(name), value);
    }

    static ContainerNode container(String name, List<? extends DataContainerChild> children) {
        var builder = ImmutableNodes.newContainerBuilder().withNodeIdentifier(id(name));
        children.forEach(builder::withChild);
        return builder.build();
    }

    /** Container port-config with one leaf per port. */
    static ContainerNode ports(String leaf, Map<Integer, String> values) {
        var list = ImmutableNodes.newSystemMapBuilder().withNodeIdentifier(id("port"));
        new TreeMap<>(values)
                .forEach((port, value) -> list.withChild(ImmutableNodes.newMapEntryBuilder()
                        .withNodeIdentifier(
                                NodeIdentifierWithPredicates.of(name("port"), name("port-id"), Uint32.valueOf(port)))
                        .withChild(leaf("port-id", Uint32.valueOf(port)))
                        .withChild(leaf(leaf, value))
                        .build()));
        return container("port-config", List.of(list.build()));
    }

    static Set<CrossConnect> crossConnects(ContainerNode root) {
        return entries(root, "cross-connects", "pair").stream()
                .map(pair -> new CrossConnect(port(pair, "ingress"), port(pair, "egress")))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Ports that have an entry in port-config. */
    static List<Integer> namedPorts(ContainerNode root) {
        return entries(root, "port-config", "port").stream()
                .map(entry -> port(entry, "port-id"))
                .toList();
    }

    static Optional<String> startUpMode(ContainerNode root) {
        return root.childByArg(id("system-config")) instanceof ContainerNode system
                ? Optional.ofNullable(system.childByArg(id("start-up-mode")))
                        .map(leaf -> leaf.body().toString())
                : Optional.empty();
    }

    /** Values of a leaf-list of ports. */
    static void portsOf(ContainerNode input, String leafList, SortedSet<Integer> into) {
        if (input.childByArg(id(leafList)) instanceof LeafSetNode<?> values) {
            values.body().forEach(value -> into.add(((Uint32) value.body()).intValue()));
        }
    }

    private static List<MapEntryNode> entries(ContainerNode root, String container, String list) {
        return root.childByArg(id(container)) instanceof ContainerNode found
                        && found.childByArg(id(list)) instanceof MapNode map
                ? List.copyOf(map.body())
                : List.of();
    }

    private static int port(DataContainerNode entry, String name) {
        return ((Uint32) entry.getChildByArg(id(name)).body()).intValue();
    }
}
