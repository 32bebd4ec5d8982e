package org.qkdn.emulator.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** An operator at the controller's RESTCONF interface (RFC 8040). */
public final class OperatorClient implements AutoCloseable {
    private final HttpsJson https;

    public OperatorClient(Endpoints endpoints) throws IOException {
        var controller = endpoints.controller();
        https = new HttpsJson(
                controller.restconf(),
                "application/yang-data+json",
                controller.certificate(),
                controller.key(),
                endpoints.ca(),
                controller.commonName());
    }

    /** {@code path} is below {@code data}, such as {@code /qkdn-inventory:inventory}. */
    public HttpAnswer get(String path) throws IOException {
        return https.get("/data" + path);
    }

    /**
     * Creates or replaces.
     *
     * @throws IOException when the controller refuses; the message holds its error
     */
    public void put(String path, JsonNode body) throws IOException {
        require(https.put("/data" + path, body), "PUT " + path);
    }

    /** Merges into what is there. */
    public void patch(String path, JsonNode body) throws IOException {
        require(https.patch("/data" + path, body), "PATCH " + path);
    }

    public void delete(String path) throws IOException {
        require(https.delete("/data" + path), "DELETE " + path);
    }

    /**
     * Calls an operation, such as {@code /qkdn-exposure:exposure-report}.
     *
     * @throws IOException when the controller refuses; the message holds its error
     */
    public JsonNode call(String operation, JsonNode input) throws IOException {
        var answer = https.post("/operations" + operation, input);
        require(answer, "POST " + operation);
        return answer.body();
    }

    /** Its connections too. */
    @Override
    public void close() {
        https.close();
    }

    private static void require(HttpAnswer answer, String what) throws IOException {
        if (!answer.isSuccess()) {
            throw new IOException(what + " was answered " + answer.status() + " " + answer.body());
        }
    }
}
