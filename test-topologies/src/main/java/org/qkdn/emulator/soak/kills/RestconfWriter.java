package org.qkdn.emulator.soak.kills;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.qkdn.emulator.client.OperatorClient;

/** Writes over RESTCONF: several services by a PATCH of their list (RFC 8040 4.6.1), one by PUT, none by DELETE. */
final class RestconfWriter implements Writer {
    static final String SERVICES = "/qkdn-key-service:key-services";

    private final OperatorClient operator;

    RestconfWriter(OperatorClient operator) {
        this.operator = operator;
    }

    @Override
    public void write(Change change) throws IOException {
        if (change.services().size() > 1) {
            var body = JsonNodeFactory.instance.objectNode();
            var list = body.putObject("qkdn-key-service:key-services").putArray("key-service");
            change.services().forEach((name, number) -> list.add(service(name, number.orElseThrow())));
            operator.patch(SERVICES, body);
            return;
        }
        var only = change.services().entrySet().iterator().next();
        var path = SERVICES + "/key-service=" + only.getKey();
        if (only.getValue().isEmpty()) {
            operator.delete(path);
        } else {
            var body = JsonNodeFactory.instance.objectNode();
            body.putArray("qkdn-key-service:key-service")
                    .add(service(only.getKey(), only.getValue().get()));
            operator.put(path, body);
        }
    }

    /** Rates are uint64, which are texts in JSON (RFC 7951 6.1). */
    private static ObjectNode service(String name, long number) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("source", "from-" + name)
                .put("destination", "to-" + name)
                .put("min-rate", Long.toString(number))
                .put("max-rate", Long.toString(number));
    }

    @Override
    public void close() {
        operator.close();
    }
}
