package org.qkdn.emulator.module;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads the requests of ETSI GS QKD 014 6.2 and 6.4, from JSON and from queries. */
final class KeyRequests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private KeyRequests() {}

    /** ETSI GS QKD 014 6.2; size in bits. */
    record KeyRequest(int number, int size) {}

    static KeyRequest keyRequest(KeyDeliveryCall call) throws BadKeyRequest {
        if (call.method().equals("GET")) {
            var query = query(call, Set.of("number", "size"));
            return checked(number(query, "number", 1), number(query, "size", KeyDeliveryApi.KEY_SIZE));
        }
        var json = object(call.body());
        if (!json.path("extension_mandatory").isMissingNode()
                && !json.path("extension_mandatory").isEmpty()) {
            throw new BadKeyRequest("not all extension_mandatory parameters are supported");
        }
        if (!json.path("additional_slave_SAE_IDs").isMissingNode()
                && !json.path("additional_slave_SAE_IDs").isEmpty()) {
            throw new BadKeyRequest("this KME delivers to no additional slave SAEs");
        }
        return checked(integer(json, "number", 1), integer(json, "size", KeyDeliveryApi.KEY_SIZE));
    }

    static List<UUID> keyIds(KeyDeliveryCall call) throws BadKeyRequest {
        var ids = new ArrayList<UUID>();
        if (call.method().equals("GET")) {
            var values = query(call, Set.of("key_ID")).parameters().getOrDefault("key_ID", List.of());
            if (values.size() != 1) {
                throw new BadKeyRequest("one key_ID is needed in the query; use POST for more");
            }
            ids.add(uuid(values.getFirst()));
        } else {
            var list = object(call.body()).path("key_IDs");
            if (!list.isArray() || list.isEmpty()) {
                throw new BadKeyRequest("key_IDs is missing or empty");
            }
            if (list.size() > KeyDeliveryApi.MAX_KEYS_PER_REQUEST) {
                throw new BadKeyRequest("more than " + KeyDeliveryApi.MAX_KEYS_PER_REQUEST + " key_IDs");
            }
            for (var entry : list) {
                if (!entry.path("key_ID").isTextual()) {
                    throw new BadKeyRequest("an entry of key_IDs has no key_ID");
                }
                ids.add(uuid(entry.path("key_ID").textValue()));
            }
        }
        if (new HashSet<>(ids).size() < ids.size()) {
            throw new BadKeyRequest("a key_ID is given twice");
        }
        return ids;
    }

    private static KeyRequest checked(int number, int size) throws BadKeyRequest {
        if (number < 1 || number > KeyDeliveryApi.MAX_KEYS_PER_REQUEST) {
            throw new BadKeyRequest("number shall be from 1 to " + KeyDeliveryApi.MAX_KEYS_PER_REQUEST);
        }
        if (size % 8 != 0) {
            throw new BadKeyRequest("size shall be a multiple of 8");
        }
        if (size < KeyDeliveryApi.MIN_KEY_SIZE || size > KeyDeliveryApi.MAX_KEY_SIZE) {
            throw new BadKeyRequest(
                    "size shall be from " + KeyDeliveryApi.MIN_KEY_SIZE + " to " + KeyDeliveryApi.MAX_KEY_SIZE);
        }
        return new KeyRequest(number, size);
    }

    private static QueryStringDecoder query(KeyDeliveryCall call, Set<String> known) throws BadKeyRequest {
        try {
            var query = new QueryStringDecoder(call.uri());
            for (var name : query.parameters().keySet()) {
                if (!known.contains(name)) {
                    throw new BadKeyRequest("unknown parameter " + name + ": use POST for anything but " + known);
                }
            }
            return query;
        } catch (IllegalArgumentException e) {
            throw new BadKeyRequest("the query is malformed");
        }
    }

    private static int number(QueryStringDecoder query, String name, int preset) throws BadKeyRequest {
        var values = query.parameters().getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return preset;
        }
        try {
            if (values.size() == 1) {
                return Integer.parseInt(values.getFirst());
            }
        } catch (NumberFormatException e) {
            throw new BadKeyRequest(name + " shall be an integer");
        }
        throw new BadKeyRequest(name + " is given twice");
    }

    private static int integer(JsonNode json, String name, int preset) throws BadKeyRequest {
        var value = json.path(name);
        if (value.isMissingNode()) {
            return preset;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new BadKeyRequest(name + " shall be an integer");
        }
        return value.intValue();
    }

    private static JsonNode object(String body) throws BadKeyRequest {
        try {
            var json = JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new BadKeyRequest("the body is not JSON");
        }
        throw new BadKeyRequest("the body shall be a JSON object");
    }

    private static UUID uuid(String text) throws BadKeyRequest {
        if (!UUID_FORM.matcher(text).matches()) {
            throw new BadKeyRequest("a key_ID is not a UUID");
        }
        return UUID.fromString(text);
    }
}
