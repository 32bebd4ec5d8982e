package org.qkdn.emulator.module;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/** An answer of the key delivery API. */
record KeyDeliveryAnswer(int status, Optional<JsonNode> body) {
    static KeyDeliveryAnswer ok(JsonNode body) {
        return new KeyDeliveryAnswer(200, Optional.of(body));
    }

    /** ETSI GS QKD 014 6.5: an Error. */
    static KeyDeliveryAnswer error(int status, String message) {
        return new KeyDeliveryAnswer(
                status, Optional.of(JsonNodeFactory.instance.objectNode().put("message", message)));
    }

    /** Without a body, as ETSI GS QKD 014 has it for 401. */
    static KeyDeliveryAnswer bare(int status) {
        return new KeyDeliveryAnswer(status, Optional.empty());
    }

    @Override
    public String toString() {
        return "answer " + status;
    }
}
