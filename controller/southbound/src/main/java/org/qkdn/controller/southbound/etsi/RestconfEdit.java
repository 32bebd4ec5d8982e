package org.qkdn.controller.southbound.etsi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.qkdn.netconf.client.Dom;
import org.qkdn.restconf.client.Request;
import org.w3c.dom.Element;

/**
 * The same edit for RESTCONF, which has no request that both merges and deletes: as one YANG Patch (RFC 8072), all of it or
 * nothing, where the server knows that; else as several requests, in an order that makes what is new before it takes away
 * what is old, so that a path that works stays until the one after it is there.
 */
public final class RestconfEdit {
    /** The resource that all of it is below. */
    public static final String NODE = "data/etsi-qkd-sdn-node:qkd_node";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Difference difference;
    private final List<Entry> applications;
    private final List<Entry> links;

    private RestconfEdit(Difference difference, Dialect dialect) {
        this.difference = difference;
        final var root = EditWriter.write(difference, dialect);
        applications = entries(root, "qkd_applications", "qkd_app", "app_id");
        links = entries(root, "qkd_links", "qkd_link", "qkdl_id");
    }

    /** One entry of the edit; {@code path} is below qkd_node. */
    private record Entry(String container, String list, String path, Element element) {
        boolean isUnwanted() {
            return YangJson.operation(element).equals("delete");
        }

        /** Of another type than what stands there. */
        boolean isOther() {
            return YangJson.operation(element).equals("replace");
        }

        List<String> lost() {
            return YangJson.lost(element, path).toList();
        }

        ObjectNode value() {
            final var value = JSON.objectNode();
            value.putArray("etsi-qkd-sdn-node:" + list).add(YangJson.write(element));
            return value;
        }
    }

    /** All in one request. */
    public static Request yangPatch(Difference difference, Dialect dialect) {
        return new RestconfEdit(difference, dialect).patch();
    }

    /**
     * One by one. A link that occupies a module which a new one needs goes first; then what is new or changed comes in one
     * PATCH, applications that lose something are replaced whole, and what is unwanted goes.
     */
    public static List<Request> requests(Difference difference, Dialect dialect) {
        return new RestconfEdit(difference, dialect).requests();
    }

    /** For a server that has no PATCH: each new or changed entry by itself, links first, for applications stand on them. */
    public static List<Request> withoutPatch(Difference difference, Dialect dialect) {
        return new RestconfEdit(difference, dialect).puts();
    }

    private List<Request> requests() {
        final var requests = new ArrayList<>(first());
        final var node = JSON.objectNode();
        written().filter(entry -> !isReplaced(entry)).forEach(entry -> node.withObjectProperty(entry.container())
                .withArrayProperty(entry.list())
                .add(YangJson.write(entry.element())));
        if (!node.isEmpty()) {
            final var body = JSON.objectNode();
            body.set("etsi-qkd-sdn-node:qkd_node", node);
            requests.add(Request.json("PATCH", NODE, body.toString()));
        }
        applications.stream().filter(this::isReplaced).map(RestconfEdit::put).forEach(requests::add);
        links.stream()
                .filter(entry -> !entry.isUnwanted() && !entry.isOther())
                .flatMap(entry -> entry.lost().stream())
                .forEach(path -> requests.add(Request.delete(NODE + path)));
        requests.addAll(last());
        return List.copyOf(requests);
    }

    private List<Request> puts() {
        final var requests = new ArrayList<>(first());
        written().map(RestconfEdit::put).forEach(requests::add);
        requests.addAll(last());
        return List.copyOf(requests);
    }

    private Request patch() {
        final var edits = JSON.arrayNode();
        Stream.concat(applications.stream(), links.stream())
                .filter(Entry::isUnwanted)
                .forEach(entry -> edit(edits, "remove", entry.path()));
        written().forEach(entry -> {
            edit(edits, entry.isOther() ? "replace" : "merge", entry.path()).set("value", entry.value());
            entry.lost().forEach(path -> edit(edits, "remove", path));
        });
        final var body = JSON.objectNode();
        body.putObject("ietf-yang-patch:yang-patch")
                .put("patch-id", "difference")
                .set("edit", edits);
        return new Request("PATCH", NODE, Request.YANG_PATCH, body.toString());
    }

    private static ObjectNode edit(ArrayNode edits, String operation, String path) {
        final var number = edits.size() + 1;
        return edits.addObject()
                .put("edit-id", "edit-" + number)
                .put("operation", operation)
                .put("target", path);
    }

    private Stream<Entry> written() {
        return Stream.concat(links.stream(), applications.stream()).filter(entry -> !entry.isUnwanted());
    }

    /** An application has no leaf that is not ours to write; a link has qkdl_status, which a PUT would take away. */
    private boolean isReplaced(Entry entry) {
        return applications.contains(entry)
                && !entry.isUnwanted()
                && !entry.lost().isEmpty();
    }

    /** What must be out of the way. */
    private List<Request> first() {
        final var gone = difference.inTheWay().isEmpty() ? Stream.<Entry>empty() : unwanted(applications);
        return Stream.of(
                        gone,
                        unwanted(links).filter(this::isInTheWay),
                        links.stream().filter(Entry::isOther))
                .flatMap(entries -> entries)
                .map(RestconfEdit::delete)
                .toList();
    }

    private List<Request> last() {
        final var gone = difference.inTheWay().isEmpty() ? unwanted(applications) : Stream.<Entry>empty();
        return Stream.concat(gone, unwanted(links).filter(entry -> !isInTheWay(entry)))
                .map(RestconfEdit::delete)
                .toList();
    }

    private boolean isInTheWay(Entry entry) {
        return difference.inTheWay().stream().anyMatch(id -> entry.path().endsWith("=" + id));
    }

    private static Stream<Entry> unwanted(List<Entry> entries) {
        return entries.stream().filter(Entry::isUnwanted);
    }

    private static Request put(Entry entry) {
        return Request.json("PUT", NODE + entry.path(), entry.value().toString());
    }

    private static Request delete(Entry entry) {
        return Request.delete(NODE + entry.path());
    }

    private static List<Entry> entries(Element root, String container, String list, String key) {
        return Dom.child(root, container).stream()
                .flatMap(found -> Dom.children(found, list).stream())
                .map(element -> new Entry(
                        container,
                        list,
                        "/" + container + "/" + list + "="
                                + YangJson.encoded(Dom.text(element, key).orElseThrow()),
                        element))
                .toList();
    }
}
