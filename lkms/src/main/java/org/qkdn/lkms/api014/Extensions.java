package org.qkdn.lkms.api014;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our extensions of requests (ETSI GS QKD 014 6.2), each a name and a value in one of an array's objects. */
final class Extensions {
    static final String ROUTE_CLASS = "qkdn_route_class";
    static final String MIN_DISJOINT_PATHS = "qkdn_min_disjoint_paths";
    static final String MAX_AGE = "qkdn_max_age";
    static final List<String> NAMES = List.of(ROUTE_CLASS, MIN_DISJOINT_PATHS, MAX_AGE);

    private Extensions() {}

    /** All of them must be known and well-formed. */
    static Parsed<KeyQuality> mandatory(JsonNode array) {
        var unsupported = new ArrayList<Map<String, Object>>();
        var seen = new HashSet<String>();
        var quality = KeyQuality.ANY;
        for (var object : array) {
            for (var extension : object.properties()) {
                var name = extension.getKey();
                if (!NAMES.contains(name)) {
                    unsupported.add(Map.of("extension_mandatory_unsupported", name + " is not supported"));
                    continue;
                }
                if (!seen.add(name)) {
                    return Parsed.wrong("extension_mandatory names " + name + " twice");
                }
                var next = with(quality, name, extension.getValue());
                if (next.isEmpty()) {
                    return Parsed.wrong(name + " shall be " + form(name));
                }
                quality = next.get();
            }
        }
        return unsupported.isEmpty()
                ? new Parsed.Good<>(quality)
                : new Parsed.Wrong<>(new Answer.Bad(
                        "not all extension_mandatory parameters are supported", List.copyOf(unsupported)));
    }

    /** What is not known or not well-formed is ignored. */
    static KeyQuality optional(JsonNode array) {
        var quality = KeyQuality.ANY;
        for (var object : array) {
            for (var extension : object.properties()) {
                quality =
                        with(quality, extension.getKey(), extension.getValue()).orElse(quality);
            }
        }
        return quality;
    }

    private static Optional<KeyQuality> with(KeyQuality quality, String name, JsonNode value) {
        return switch (name) {
            case ROUTE_CLASS ->
                routeClass(value)
                        .map(direct -> new KeyQuality(Optional.of(direct), quality.leastPaths(), quality.maxAge()));
            case MIN_DISJOINT_PATHS ->
                positive(value).map(paths -> new KeyQuality(quality.direct(), paths, quality.maxAge()));
            case MAX_AGE ->
                positive(value)
                        .map(seconds -> new KeyQuality(
                                quality.direct(), quality.leastPaths(), Optional.of(Duration.ofSeconds(seconds))));
            default -> Optional.empty();
        };
    }

    private static Optional<Boolean> routeClass(JsonNode value) {
        return switch (value.asText()) {
            case "direct" -> Optional.of(true);
            case "relayed" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> positive(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt() && value.intValue() > 0
                ? Optional.of(value.intValue())
                : Optional.empty();
    }

    private static String form(String name) {
        return name.equals(ROUTE_CLASS) ? "\"direct\" or \"relayed\"" : "an integer of at least 1";
    }
}
