package org.qkdn.controller.southbound.foreign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.w3c.dom.Element;

/** RESTCONF on the JDK's own server, in its own handling of JSON. */
final class ForeignRestconf implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String NODE = "/api/data/etsi-qkd-sdn-node:qkd_node";
    private static final Set<String> LISTS =
            Set.of("qkd_link", "qkd_app", "qkd_interface", "client_app_id", "backing_qkdl_id", "virt_next_hop", "part");
    private static final Set<String> NUMBERS = Set.of(
            "qkdi_id",
            "app_priority",
            "max_bandwidth",
            "min_bandwidth",
            "ttl",
            "virt_bandwidth",
            "skr",
            "expected_consumption");
    private static final Map<String, Integer> STATUS =
            Map.of("operation-failed", 500, "unknown-element", 400, "invalid-value", 400, "data-missing", 409);

    private final ForeignTree tree;
    private final Set<Quirk> quirks;
    private final HttpsServer server;
    private final List<OutputStream> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean refusesOnce = new AtomicBoolean();
    final AtomicInteger streams = new AtomicInteger();
    final List<String> requests = new CopyOnWriteArrayList<>();

    ForeignRestconf(ForeignTree tree, Set<Quirk> quirks, SSLContext tls) throws IOException {
        this.tree = tree;
        this.quirks = quirks;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                final SSLParameters mutual = tls.getDefaultSSLParameters();
                mutual.setNeedClientAuth(true);
                parameters.setSSLParameters(mutual);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** {@code body}: the notification's member, name and value. */
    void tell(String body) {
        final var event = "data: {\"ietf-restconf:notification\":{\"eventTime\":\"2026-01-01T00:00:00Z\",\ndata: "
                + body + "}}\n\n";
        final var bytes = event.getBytes(StandardCharsets.UTF_8);
        listeners.removeIf(listener -> {
            try {
                listener.write(bytes);
                listener.flush();
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }

    /** Ends all event streams; what comes next for one is refused, as by an agent that restarts. */
    void hangUp() {
        refusesOnce.set(true);
        endStreams();
    }

    /** Ends all event streams, as servers do that were silent for a while. */
    void endStreams() {
        listeners.removeIf(listener -> {
            try {
                listener.close();
                return true;
            } catch (IOException e) {
                return true;
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Where it has its API; customary where nothing tells of it. */
    private String root() {
        return quirks.contains(Quirk.BARE_JSON) ? "/restconf" : "/api";
    }

    private void serve(HttpExchange exchange) throws IOException {
        try {
            if (quirks.contains(Quirk.SLOW)) {
                Thread.sleep(60);
            }
            answer(exchange);
        } catch (InterruptedException | RuntimeException e) {
            send(exchange, 500, e.toString());
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        final var path = exchange.getRequestURI().getRawPath();
        final var method = exchange.getRequestMethod();
        final var node = NODE.replace("/api", root());
        if (!method.equals("GET")) {
            requests.add(method + " " + path);
        }
        if (path.equals("/.well-known/host-meta") && !quirks.contains(Quirk.BARE_JSON)) {
            send(
                    exchange,
                    200,
                    "<XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'><Link rel='restconf' href='/api'/></XRD>");
        } else if (path.equals(root() + "/data/ietf-yang-library:yang-library")
                && !quirks.contains(Quirk.NO_YANG_LIBRARY)) {
            send(exchange, 200, library());
        } else if (path.equals(root() + "/data/ietf-restconf-monitoring:restconf-state")
                && !quirks.contains(Quirk.NO_NOTIFICATIONS)) {
            send(exchange, 200, monitoring());
        } else if (path.equals("/events") && refusesOnce.getAndSet(false)) {
            send(exchange, 503, "");
        } else if (path.equals("/events")) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(": hello\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            listeners.add(exchange.getResponseBody());
            streams.incrementAndGet();
        } else if (path.startsWith(node)) {
            onNode(exchange, method, path.substring(node.length()));
        } else {
            send(exchange, 404, "{}");
        }
    }

    private void onNode(HttpExchange exchange, String method, String below) throws IOException {
        final var steps = URLDecoder.decode(below, StandardCharsets.UTF_8);
        final var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (method) {
            case "GET" -> get(exchange, steps);
            case "DELETE" -> send(exchange, tree.delete(steps.substring(1)) ? 204 : 404, "");
            case "PUT" -> {
                final var list = (ArrayNode) MAPPER.readTree(body).elements().next();
                final var name = steps.split("/", -1)[2].replaceAll("=.*", "");
                final var entry = element("<" + name + " xmlns='" + ForeignTree.NODE + "'/>", list.get(0));
                outcome(exchange, tree.put(steps.split("/", -1)[1], entry));
            }
            case "PATCH" -> {
                if (quirks.contains(Quirk.NO_PATCH)) {
                    send(exchange, 405, "no such method");
                } else if (exchange.getRequestHeaders().getFirst("Content-Type").contains("yang-patch")) {
                    yangPatch(
                            exchange,
                            MAPPER.readTree(body)
                                    .get("ietf-yang-patch:yang-patch")
                                    .get("edit"));
                } else {
                    final var node = MAPPER.readTree(body).get("etsi-qkd-sdn-node:qkd_node");
                    outcome(exchange, tree.edit(element("<qkd_node xmlns='" + ForeignTree.NODE + "'/>", node)));
                }
            }
            default -> send(exchange, 405, "");
        }
    }

    private void get(HttpExchange exchange, String steps) throws IOException {
        final var module = quirks.contains(Quirk.BARE_JSON) ? "" : "etsi-qkd-sdn-node:";
        final var node = json(tree.shown());
        if (!steps.isEmpty()) {
            final var asked = steps.substring(1);
            final var found = node.get(asked);
            send(
                    exchange,
                    found == null ? 404 : 200,
                    found == null ? "" : one(module + asked, found).toString());
            return;
        }
        if (quirks.contains(Quirk.LISTS_APART)) {
            node.remove(List.of("qkd_links", "qkd_interfaces", "qkd_applications"));
        }
        send(exchange, 200, one(module + "qkd_node", node).toString());
    }

    /** All edits or none. */
    private void yangPatch(HttpExchange exchange, JsonNode edits) throws IOException {
        final var faults = new java.util.ArrayList<ForeignTree.Fault>();
        edits.forEach(edit -> {
            if (edit.has("value")) {
                faults.addAll(tree.faults(entry(edit)));
            }
        });
        if (faults.isEmpty()) {
            for (var edit : edits) {
                final var target = URLDecoder.decode(edit.get("target").asText(), StandardCharsets.UTF_8)
                        .substring(1);
                switch (edit.get("operation").asText()) {
                    case "remove" -> {
                        final var ignored = tree.delete(target);
                    }
                    case "replace" -> {
                        final var ignored = tree.put(target.split("/", -1)[0], entry(edit));
                    }
                    default -> {
                        final var root = ForeignTree.parse("<qkd_node xmlns='" + ForeignTree.NODE + "'><"
                                + target.split("/", -1)[0] + "/></qkd_node>");
                        ForeignTree.children(root)
                                .getFirst()
                                .appendChild(root.getOwnerDocument().importNode(entry(edit), true));
                        final var ignored = tree.edit(root);
                    }
                }
            }
        }
        outcome(exchange, faults);
    }

    private Element entry(JsonNode edit) {
        final var name = edit.get("target").asText().split("/", -1)[2].replaceAll("=.*", "");
        return element(
                "<" + name + " xmlns='" + ForeignTree.NODE + "'/>",
                edit.get("value").elements().next().get(0));
    }

    private void outcome(HttpExchange exchange, List<ForeignTree.Fault> faults) throws IOException {
        if (faults.isEmpty()) {
            send(exchange, 204, "");
        } else if (quirks.contains(Quirk.SUCCESS_FALSE)) {
            final var texts = faults.stream().map(ForeignTree.Fault::message).toList();
            send(
                    exchange,
                    200,
                    MAPPER.createObjectNode()
                            .put("success", false)
                            .put("reason", String.join("; ", texts))
                            .toString());
        } else {
            final var errors = MAPPER.createArrayNode();
            faults.forEach(fault -> {
                final var error =
                        errors.addObject().put("error-type", "application").put("error-tag", fault.tag());
                if (!fault.message().isEmpty()) {
                    error.put("error-message", fault.message());
                }
                if (!fault.element().isEmpty()) {
                    error.put("error-path", "/etsi-qkd-sdn-node:qkd_node/qkd_links/qkd_link/" + fault.element());
                }
            });
            send(
                    exchange,
                    STATUS.getOrDefault(faults.getFirst().tag(), 400),
                    one("ietf-restconf:errors", one("error", errors)).toString());
        }
    }

    private String library() {
        final var types = "{\"name\":\"etsi-qkd-node-types\",\"revision\":\"2022-01-30\"}";
        return "{\"ietf-yang-library:yang-library\":{\"module-set\":[{\"name\":\"all\",\"module\":[{\"name\":\"etsi-qkd-sdn-node\","
                + "\"revision\":\"2022-01-30\"}"
                + (quirks.contains(Quirk.TYPES_ONLY_IMPORTED)
                        ? "],\"import-only-module\":[" + types + "]"
                        : "," + types + "]")
                + "}]}}";
    }

    private String monitoring() {
        final var capabilities =
                quirks.contains(Quirk.ONLY_RUNNING) ? "[]" : "[\"urn:ietf:params:restconf:capability:yang-patch:1.0\"]";
        return "{\"ietf-restconf-monitoring:restconf-state\":{\"capabilities\":{\"capability\":" + capabilities
                + "},\"streams\":{\"stream\":[{\"name\":\"NETCONF\",\"access\":[{\"encoding\":\"xml\",\"location\":\"/xml\"},"
                + "{\"encoding\":\"json\",\"location\":\"https://device.example/events\"}]}]}}}";
    }

    private ObjectNode json(Element element) {
        final var object = MAPPER.createObjectNode();
        for (var child : ForeignTree.children(element)) {
            final var name = child.getLocalName();
            if (LISTS.contains(name)) {
                object.withArrayProperty(name).add(value(child));
            } else {
                object.set(name, value(child));
            }
        }
        return object;
    }

    private JsonNode value(Element element) {
        if (!ForeignTree.children(element).isEmpty()) {
            return json(element);
        }
        final var text = element.getTextContent();
        if (!quirks.contains(Quirk.STRINGS_FOR_ALL) && NUMBERS.contains(element.getLocalName())) {
            return MAPPER.getNodeFactory().numberNode(Long.parseLong(text));
        }
        return !quirks.contains(Quirk.STRINGS_FOR_ALL) && element.getLocalName().equals("qkdl_enable")
                ? MAPPER.getNodeFactory().booleanNode(Boolean.parseBoolean(text))
                : MAPPER.getNodeFactory().textNode(text);
    }

    private static Element element(String empty, JsonNode value) {
        final var element = ForeignTree.parse(empty);
        fill(element, value);
        return element;
    }

    private static void fill(Element into, JsonNode value) {
        value.properties().forEach(member -> {
            final var name = member.getKey().substring(member.getKey().indexOf(':') + 1);
            final var values = member.getValue().isArray()
                    ? member.getValue()
                    : MAPPER.createArrayNode().add(member.getValue());
            values.forEach(each -> {
                final var child =
                        (Element) into.appendChild(into.getOwnerDocument().createElementNS(ForeignTree.NODE, name));
                if (each.isObject()) {
                    fill(child, each);
                } else {
                    child.setTextContent(each.asText());
                }
            });
        });
    }

    private static ObjectNode one(String name, JsonNode value) {
        final var object = MAPPER.createObjectNode();
        object.set(name, value);
        return object;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        final var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", body.startsWith("<") ? "application/xrd+xml" : "application/yang-data+json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
