package org.qkdn.controller.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What is new, as a JSON merge patch (RFC 7396): {@code null} is what is no more. */
final class Patch {
    private Patch() {}

    /** Leads from one object to the other; empty where they are equal. */
    static ObjectNode between(JsonNode before, JsonNode after) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : after.properties()) {
            JsonNode old = before.path(entry.getKey());
            JsonNode fresh = entry.getValue();
            if (old.isObject() && fresh.isObject()) {
                ObjectNode within = between(old, fresh);
                if (!within.isEmpty()) {
                    patch.set(entry.getKey(), within);
                }
            } else if (!old.equals(fresh)) {
                patch.set(entry.getKey(), fresh);
            }
        }
        for (Map.Entry<String, JsonNode> entry : before.properties()) {
            if (!after.has(entry.getKey())) {
                patch.putNull(entry.getKey());
            }
        }
        return patch;
    }
}
