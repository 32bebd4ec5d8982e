package org.qkdn.agent.yang;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.common.Decimal64;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerChild;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;

/** Reads a piece of a data tree by local names; what is absent reads as empty. */
record TreeView(Optional<DataContainerNode> node) {

    static TreeView of(DataContainerNode node) {
        return new TreeView(Optional.of(node));
    }

    boolean isPresent() {
        return node.isPresent();
    }

    TreeView container(String name) {
        return new TreeView(
                child(name).filter(DataContainerNode.class::isInstance).map(DataContainerNode.class::cast));
    }

    Stream<TreeView> entries(String list) {
        return entries(child(list));
    }

    /** Of a list of our own module qkdn-node-extension. */
    Stream<TreeView> extensionEntries(String list) {
        return entries(node.flatMap(parent -> Optional.ofNullable(parent.childByArg(Etsi015.extensionId(list)))));
    }

    private static Stream<TreeView> entries(Optional<DataContainerChild> list) {
        return list.filter(MapNode.class::isInstance).map(MapNode.class::cast).map(MapNode::body).stream()
                .flatMap(Collection::stream)
                .map(TreeView::of);
    }

    Optional<String> text(String leaf) {
        return value(leaf).map(Object::toString);
    }

    /** Of a leaf of our own module qkdn-node-extension. */
    Optional<String> extensionText(String leaf) {
        return node.flatMap(parent -> Optional.ofNullable(parent.childByArg(Etsi015.extensionId(leaf))))
                .map(child -> child.body().toString());
    }

    /** UUIDs are compared in lower case, their canonical form (RFC 6991). */
    Optional<String> uuid(String leaf) {
        return text(leaf).map(text -> text.toLowerCase(Locale.ROOT));
    }

    Optional<Long> number(String leaf) {
        return value(leaf)
                .filter(Uint32.class::isInstance)
                .map(Uint32.class::cast)
                .map(Uint32::longValue);
    }

    Optional<Decimal64> decimal(String leaf) {
        return value(leaf).filter(Decimal64.class::isInstance).map(Decimal64.class::cast);
    }

    Optional<Boolean> flag(String leaf) {
        return value(leaf).filter(Boolean.class::isInstance).map(Boolean.class::cast);
    }

    Optional<String> identity(String leaf) {
        return value(leaf)
                .filter(QName.class::isInstance)
                .map(QName.class::cast)
                .map(QName::getLocalName);
    }

    List<String> texts(String leafList) {
        return child(leafList).filter(LeafSetNode.class::isInstance).map(node -> (LeafSetNode<?>) node).stream()
                .flatMap(node -> node.body().stream())
                .map(entry -> entry.body().toString())
                .toList();
    }

    List<String> uuids(String leafList) {
        return texts(leafList).stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .toList();
    }

    private Optional<Object> value(String leaf) {
        return child(leaf).map(DataContainerChild::body);
    }

    private Optional<DataContainerChild> child(String name) {
        return node.flatMap(parent -> Optional.ofNullable(parent.childByArg(Etsi015.id(name))));
    }
}
