package org.qkdn.agent.yang;

import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;

/** Where things are in the tree of ETSI GS QKD 015; {@code below} names nodes further down. */
public final class Paths {
    public static final YangInstanceIdentifier NODE = YangInstanceIdentifier.of(Etsi015.id("qkd_node"));

    private Paths() {}

    public static YangInstanceIdentifier node(String... below) {
        var path = NODE;
        for (var name : below) {
            path = path.node(Etsi015.id(name));
        }
        return path;
    }

    public static YangInstanceIdentifier link(String id, String... below) {
        return entry("qkd_links", "qkd_link", "qkdl_id", id, below);
    }

    public static YangInstanceIdentifier application(String id, String... below) {
        return entry("qkd_applications", "qkd_app", "app_id", id, below);
    }

    public static YangInstanceIdentifier qkdInterface(long id, String... below) {
        return entry("qkd_interfaces", "qkd_interface", "qkdi_id", Uint32.valueOf(id), below);
    }

    private static YangInstanceIdentifier entry(
            String container, String list, String key, Object value, String... below) {
        var path = node(container, list)
                .node(NodeIdentifierWithPredicates.of(Etsi015.name(list), Etsi015.name(key), value));
        for (var name : below) {
            path = path.node(Etsi015.id(name));
        }
        return path;
    }
}
