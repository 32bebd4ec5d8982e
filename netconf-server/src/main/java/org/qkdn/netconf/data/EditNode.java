package org.qkdn.netconf.data;

import java.util.List;
import java.util.Optional;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.model.api.ContainerSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;

/**
 * One element of an edit-config's {@code <config>}, understood but not applied.
 *
 * @param steps from the parent's path to this node's, choices and lists included
 * @param operation what the element itself asks for; else it inherits
 * @param leaf the node to write, of a leaf, leaf-list entry or anydata; absent where only its deletion is asked for
 * @param children of a container or list entry, list keys left out
 */
record EditNode(
        List<PathArgument> steps,
        DataSchemaNode schema,
        Optional<Operation> operation,
        Optional<NormalizedNode> leaf,
        List<EditNode> children) {

    YangInstanceIdentifier under(YangInstanceIdentifier parent) {
        var path = parent;
        for (var step : steps) {
            path = path.node(step);
        }
        return path;
    }

    /** Exists by itself, whether or not data below it does (RFC 7950 7.5.1). */
    boolean isNonPresenceContainer() {
        return schema instanceof ContainerSchemaNode container && !container.isPresenceContainer();
    }
}
