package org.qkdn.netconf.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.model.api.ListSchemaNode;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.xpath.XNode;

/** The unique statement: no two entries agree in all its leaves, where all of them exist (RFC 7950 7.8.3). */
final class UniqueLeaves {
    private UniqueLeaves() {}

    /**
     * Looks at one list.
     *
     * @param entries all of the same schema node
     */
    static void check(List<XNode> entries) throws NetconfError {
        if (entries.size() < 2 || !(entries.getFirst().schema().orElseThrow() instanceof ListSchemaNode list)) {
            return;
        }
        for (var unique : list.getUniqueConstraints()) {
            final Map<List<Object>, XNode> seen = new HashMap<>();
            for (var entry : entries) {
                final var values = new ArrayList<>();
                for (var leaf : unique.argument()) {
                    valueAt(entry, leaf.getNodeIdentifiers()).ifPresent(values::add);
                }
                final var twin = values.size() < unique.argument().size()
                        ? Optional.<XNode>empty()
                        : Optional.ofNullable(seen.putIfAbsent(values, entry));
                if (twin.isPresent()) {
                    throw NetconfError.application(
                                    ErrorTag.OPERATION_FAILED,
                                    "entries of " + list.getQName().getLocalName() + " must differ, but share "
                                            + values)
                            .withAppTag("data-not-unique")
                            .withPath(entry.path());
                }
            }
        }
    }

    private static Optional<Object> valueAt(XNode node, List<QName> names) {
        if (names.isEmpty()) {
            return node.value();
        }
        return node.children().stream()
                .filter(child -> child.name().equals(names.getFirst()))
                .findFirst()
                .flatMap(child -> valueAt(child, names.subList(1, names.size())));
    }
}
