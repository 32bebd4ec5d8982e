package org.qkdn.controller.southbound.etsi;

import java.util.Optional;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Rpc;
import org.w3c.dom.Element;

/** Carries out an edit on a qkd_node as RFC 6241 7.2 says, without a server: what the writer's output must mean. */
final class EditedNode {
    private EditedNode() {}

    static void merge(Element into, Element edit) {
        for (var change : Dom.children(edit)) {
            final var there = match(into, change);
            switch (change.getAttributeNS(Rpc.BASE, "operation")) {
                case "delete" ->
                    into.removeChild(there.orElseThrow(() -> new AssertionError("data-missing: " + change)));
                case "replace" -> {
                    there.ifPresent(into::removeChild);
                    merge(create(into, change), change);
                }
                case "" -> {
                    final var target = there.orElseGet(() -> create(into, change));
                    if (Dom.children(change).isEmpty()) {
                        target.setTextContent(change.getTextContent());
                    } else {
                        merge(target, change);
                    }
                }
                default -> throw new AssertionError("operation of " + change);
            }
        }
    }

    private static Element create(Element into, Element change) {
        final var created = Dom.add(into, change.getNamespaceURI(), change.getLocalName());
        if (Dom.children(change).isEmpty()) {
            created.setTextContent(change.getTextContent());
        }
        return created;
    }

    private static Optional<Element> match(Element into, Element change) {
        return Dom.children(into, change.getLocalName()).stream()
                .filter(there -> switch (change.getLocalName()) {
                    case "qkd_link" -> sameLeaf(there, change, "qkdl_id");
                    case "qkd_app" -> sameLeaf(there, change, "app_id");
                    case "part" -> sameLeaf(there, change, "link-id");
                    case "client_app_id", "backing_qkdl_id", "virt_next_hop" ->
                        there.getTextContent().equals(change.getTextContent());
                    default -> true;
                })
                .findFirst();
    }

    private static boolean sameLeaf(Element a, Element b, String name) {
        return Dom.text(a, name).equals(Dom.text(b, name));
    }
}
