package org.qkdn.controller.southbound.etsi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Rpc;
import org.w3c.dom.Element;

/** An entry of an edit as JSON (RFC 7951), and the resources of what it takes away (RFC 8040 3.5.3). */
final class YangJson {
    private static final Set<String> LEAF_LISTS = Set.of("client_app_id", "backing_qkdl_id", "virt_next_hop");
    /** Lists within an entry, by their keys. */
    private static final Map<String, String> LISTS = Map.of("part", "link-id");

    private static final Set<String> IDENTITIES = Set.of("app_type", "qkdl_type", "phys_qkd_role");
    private static final Set<String> NUMBERS = Set.of(
            "qkdi_id", "app_priority", "max_bandwidth", "min_bandwidth", "jitter", "ttl", "virt_bandwidth", "rate");
    private static final Set<String> FLAGS = Set.of("qkdl_enable");

    private YangJson() {}

    /** What it writes, without what it takes away. */
    static ObjectNode write(Element entry) {
        final var object = JsonNodeFactory.instance.objectNode();
        for (var child : Dom.children(entry)) {
            final var name = member(child);
            if (operation(child).equals("delete")) {
                continue;
            }
            if (LISTS.containsKey(child.getLocalName())) {
                object.withArrayProperty(name).add(write(child));
            } else if (!Dom.children(child).isEmpty()) {
                object.set(name, write(child));
            } else if (LEAF_LISTS.contains(child.getLocalName())) {
                object.withArrayProperty(name).add(child.getTextContent());
            } else {
                leaf(object, name, child);
            }
        }
        return object;
    }

    /** The resource of each leaf, or entry of a list, that it takes away, below the entry's own. */
    static Stream<String> lost(Element entry, String path) {
        return Dom.children(entry).stream().flatMap(child -> {
            final var here = path + "/" + member(child);
            if (!operation(child).equals("delete")) {
                return lost(child, here);
            }
            return Stream.of(here + key(child).map(key -> "=" + encoded(key)).orElse(""));
        });
    }

    private static Optional<String> key(Element child) {
        return LEAF_LISTS.contains(child.getLocalName())
                ? Optional.of(child.getTextContent())
                : Optional.ofNullable(LISTS.get(child.getLocalName())).flatMap(key -> Dom.text(child, key));
    }

    /** The operation of an edit's element (RFC 6241 7.2); empty: it is merged. */
    static String operation(Element element) {
        return element.getAttributeNS(Rpc.BASE, "operation");
    }

    static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private static void leaf(ObjectNode object, String name, Element leaf) {
        final var text = leaf.getTextContent();
        if (IDENTITIES.contains(leaf.getLocalName())) {
            object.put(name, "etsi-qkd-node-types:" + text.substring(text.lastIndexOf(':') + 1));
        } else if (NUMBERS.contains(leaf.getLocalName())) {
            object.put(name, Long.parseLong(text));
        } else if (FLAGS.contains(leaf.getLocalName())) {
            object.put(name, Boolean.parseBoolean(text));
        } else {
            object.put(name, text);
        }
    }

    private static String member(Element element) {
        return Etsi.EXTENSION.equals(element.getNamespaceURI())
                ? "qkdn-node-extension:" + element.getLocalName()
                : element.getLocalName();
    }
}
