package org.qkdn.controller.northbound.check;

import java.util.List;
import java.util.function.Consumer;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ChoiceNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;

/** Values of all leaves on a schema path, through every list entry on the way. */
final class Leaves {
    private Leaves() {}

    static void at(NormalizedNode node, List<QName> path, Consumer<Object> sink) {
        switch (node) {
            case LeafNode<?> leaf -> sink.accept(leaf.body());
            case LeafSetNode<?> leaves -> leaves.body().forEach(leaf -> sink.accept(leaf.body()));
            case MapNode list -> list.body().forEach(entry -> at(entry, path, sink));
            case DataContainerNode container -> below(container, path, sink);
            default -> {
                // anydata and keyless lists hold nothing a reference could name
            }
        }
    }

    private static void below(DataContainerNode container, List<QName> path, Consumer<Object> sink) {
        if (path.isEmpty()) {
            return;
        }
        var child = container.childByArg(new NodeIdentifier(path.getFirst()));
        if (child != null) {
            // a path of data nodes does not name the choices it passes through, a path of schema nodes may
            at(child, path.subList(1, path.size()), sink);
            return;
        }
        for (var other : container.body()) {
            if (other instanceof ChoiceNode choice) {
                below(choice, path, sink);
            }
        }
    }
}
