package org.qkdn.lkms.api014;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads requests in their GET and POST forms (ETSI GS QKD 014 6.2 and 6.4) and holds them against the limits. */
final class RequestReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final List<String> POST_ONLY =
            List.of("additional_slave_SAE_IDs", "extension_mandatory", "extension_optional");

    private final Limits limits;

    RequestReader(Limits limits) {
        this.limits = limits;
    }

    Parsed<KeyRequest> keyRequest(Map<String, List<String>> query) {
        for (var name : POST_ONLY) {
            if (query.containsKey(name)) {
                return Parsed.wrong(name + " needs the POST form");
            }
        }
        var number = single(query, "number");
        var size = single(query, "size");
        if (number instanceof Parsed.Wrong<Optional<Long>>(var answer)) {
            return new Parsed.Wrong<>(answer);
        }
        if (size instanceof Parsed.Wrong<Optional<Long>>(var answer)) {
            return new Parsed.Wrong<>(answer);
        }
        return limited(value(number), value(size), List.of(), KeyQuality.ANY, KeyQuality.ANY);
    }

    private static Optional<Long> value(Parsed<Optional<Long>> parsed) {
        return parsed instanceof Parsed.Good<Optional<Long>>(var value) ? value : Optional.empty();
    }

    private static Parsed<Optional<Long>> single(Map<String, List<String>> query, String name) {
        var values = query.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return new Parsed.Good<>(Optional.empty());
        }
        return values.size() == 1 && values.getFirst().matches("-?[0-9]{1,18}")
                ? new Parsed.Good<>(Optional.of(Long.parseLong(values.getFirst())))
                : Parsed.wrong(name + " shall be one integer");
    }

    Parsed<KeyRequest> keyRequest(byte[] body) {
        var read = object(body);
        if (read.isEmpty()) {
            return Parsed.wrong("the body shall be a JSON object");
        }
        var request = read.get();
        for (var name : List.of("number", "size")) {
            var value = request.path(name);
            if (!value.isMissingNode() && !(value.isIntegralNumber() && value.canConvertToLong())) {
                return Parsed.wrong(name + " shall be an integer");
            }
        }
        for (var name : List.of("extension_mandatory", "extension_optional")) {
            var extensions = request.path(name);
            if (!extensions.isMissingNode() && (!extensions.isArray() || !all(extensions, JsonNode::isObject))) {
                return Parsed.wrong(name + " shall be an array of objects");
            }
        }
        return switch (slaves(request.path("additional_slave_SAE_IDs"))) {
            case Parsed.Wrong<List<String>>(var answer) -> new Parsed.Wrong<>(answer);
            case Parsed.Good<List<String>>(var slaves) ->
                switch (Extensions.mandatory(request.path("extension_mandatory"))) {
                    case Parsed.Wrong<KeyQuality>(var answer) -> new Parsed.Wrong<>(answer);
                    case Parsed.Good<KeyQuality>(var needed) ->
                        limited(
                                integer(request, "number"),
                                integer(request, "size"),
                                slaves,
                                needed,
                                Extensions.optional(request.path("extension_optional")));
                };
        };
    }

    private Parsed<List<String>> slaves(JsonNode array) {
        if (array.isMissingNode()) {
            return new Parsed.Good<>(List.of());
        }
        if (!array.isArray() || !all(array, JsonNode::isTextual)) {
            return Parsed.wrong("additional_slave_SAE_IDs shall be an array of strings");
        }
        if (array.size() > limits.maxSaeIdCount()) {
            return Parsed.wrong(
                    "too many additional_slave_SAE_IDs", Map.of("max_SAE_ID_count", limits.maxSaeIdCount()));
        }
        var slaves = new ArrayList<String>();
        for (var sae : array) {
            if (!Route.plausible(sae.textValue())) {
                return Parsed.wrong("one of additional_slave_SAE_IDs is not a name of at most 255 characters");
            }
            slaves.add(sae.textValue());
        }
        return new Parsed.Good<>(List.copyOf(slaves));
    }

    private Parsed<KeyRequest> limited(
            Optional<Long> number, Optional<Long> size, List<String> slaves, KeyQuality needed, KeyQuality preferred) {
        long count = number.orElse(1L);
        long bits = size.orElse((long) limits.keySize());
        if (count < 1 || count > limits.maxKeyPerRequest()) {
            return Parsed.wrong(
                    "number shall be between 1 and max_key_per_request",
                    Map.of("max_key_per_request", limits.maxKeyPerRequest()));
        }
        if (bits % 8 != 0) {
            return Parsed.wrong("size shall be a multiple of 8");
        }
        if (bits < limits.minKeySize() || bits > limits.maxKeySize()) {
            return Parsed.wrong(
                    "size shall be between min_key_size and max_key_size",
                    Map.of("min_key_size", limits.minKeySize(), "max_key_size", limits.maxKeySize()));
        }
        return new Parsed.Good<>(new KeyRequest((int) count, (int) bits, slaves, needed, preferred));
    }

    Parsed<List<UUID>> keyIds(Map<String, List<String>> query) {
        var values = query.getOrDefault("key_ID", List.of());
        if (values.size() != 1) {
            return Parsed.wrong("the GET form needs exactly one key_ID");
        }
        return UUID_TEXT.matcher(values.getFirst()).matches()
                ? new Parsed.Good<>(List.of(UUID.fromString(values.getFirst())))
                : Parsed.wrong("key_ID shall be a UUID");
    }

    Parsed<List<UUID>> keyIds(byte[] body) {
        var read = object(body);
        if (read.isEmpty()) {
            return Parsed.wrong("the body shall be a JSON object");
        }
        var ids = read.get().path("key_IDs");
        if (!ids.isArray() || ids.isEmpty()) {
            return Parsed.wrong("key_IDs shall be an array with at least one object");
        }
        var uuids = new ArrayList<UUID>();
        for (var id : ids) {
            var text = id.path("key_ID").asText("");
            if (!id.isObject()
                    || !id.path("key_ID").isTextual()
                    || !UUID_TEXT.matcher(text).matches()) {
                return Parsed.wrong("each of key_IDs shall be an object with a key_ID that is a UUID");
            }
            uuids.add(UUID.fromString(text));
        }
        return new Parsed.Good<>(List.copyOf(uuids));
    }

    private static Optional<JsonNode> object(byte[] body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> integer(JsonNode request, String name) {
        return request.has(name) ? Optional.of(request.get(name).longValue()) : Optional.empty();
    }

    private static boolean all(JsonNode array, java.util.function.Predicate<JsonNode> test) {
        for (var one : array) {
            if (!test.test(one)) {
                return false;
            }
        }
        return true;
    }
}
