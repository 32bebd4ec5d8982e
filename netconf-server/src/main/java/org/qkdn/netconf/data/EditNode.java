package org.qkdn.netconf.data;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.PathArgument;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.model.api.ContainerSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;

/**
 * One element of an edit-config's {@code <config>}, understood but not applied.
 *
 * @param steps from the parent's path to this node's, choices and lists included
 * @param cases of the choices among the steps
 * @param operation what the element itself asks for; else it inherits
 * @param leaf the node to write, of a leaf, leaf-list entry or anydata; absent where only its deletion is asked for
 * @param children of a container or list entry, list keys left out
 */
record EditNode(
        List<PathArgument> steps,
        List<ChosenCase> cases,
        DataSchemaNode schema,
        Optional<Operation> operation,
        Optional<NormalizedNode> leaf,
        List<EditNode> children) {

    /**
     * A choice is made.
     *
     * @param depth how many steps lead to the choice
     * @param members what may stand beside this node in the choice
     */
    record ChosenCase(int depth, Set<QName> members) {}

    EditNode in(List<ChosenCase> chosen) {
        return new EditNode(steps, chosen, schema, operation, leaf, children);
    }

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
