package org.qkdn.emulator.client;

import com.fasterxml.jackson.databind.JsonNode;

/** A status code and a JSON body; the body is a missing node where there is none. */
public record HttpAnswer(int status, JsonNode body) {
    public boolean isSuccess() {
        return status / 100 == 2;
    }
}
