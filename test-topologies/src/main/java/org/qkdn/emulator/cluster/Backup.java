package org.qkdn.emulator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.qkdn.emulator.client.OperatorClient;

/** The configuration as docs/karaf.md tells to keep it: what operators wrote, part by part. */
record Backup(Map<String, JsonNode> parts) {
    /** In the order in which they are restored: services refer to the inventory. */
    private static final List<String> PARTS =
            List.of("/qkdn-inventory:inventory", "/qkdn-optical:optical", "/qkdn-key-service:key-services");

    static Backup of(OperatorClient operator) throws IOException {
        var parts = new LinkedHashMap<String, JsonNode>();
        for (var part : PARTS) {
            parts.put(part, operator.get(part + "?content=config").body());
        }
        return new Backup(parts);
    }

    void restore(OperatorClient operator) throws IOException {
        for (var part : parts.entrySet()) {
            operator.put(part.getKey(), part.getValue());
        }
    }

    /** One entry more in each part, and a service less; none of them concerns any node. */
    static void edit(OperatorClient operator, List<String> nodes, String service) throws IOException {
        var sae = JsonNodeFactory.instance.objectNode();
        sae.putArray("qkdn-inventory:sae").addObject().put("sae-id", "late").put("node", nodes.getFirst());
        operator.put("/qkdn-inventory:inventory/sae=late", sae);
        var span = JsonNodeFactory.instance.objectNode();
        span.putArray("qkdn-optical:span")
                .addObject()
                .put("name", "late")
                .put("a-site", nodes.getFirst())
                .put("b-site", nodes.getLast())
                .put("length", "1.000")
                .put("loss", "0.200");
        operator.put("/qkdn-optical:optical/span=late", span);
        ServiceWriter.write(operator, "late");
        operator.delete("/qkdn-key-service:key-services/key-service=" + service);
    }

    boolean equalsThatOf(OperatorClient operator) throws IOException {
        return entries().equals(of(operator).entries());
    }

    /** Lists have no order of their own. */
    private Map<String, Set<JsonNode>> entries() {
        var entries = new HashMap<String, Set<JsonNode>>();
        parts.forEach((part, body) -> body.elements().next().properties().forEach(list -> list.getValue()
                .forEach(entry -> entries.computeIfAbsent(part + list.getKey(), first -> new HashSet<>())
                        .add(entry))));
        return entries;
    }
}
