package org.qkdn.netconf.restconf;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A request's query parameters (RFC 8040 4.8): each at most once, and none that the method does not know. */
record Query(Map<String, String> parameters) {
    static Query of(String encoded) throws Refusal {
        final var found = new LinkedHashMap<String, String>();
        for (var part : encoded.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            final int equals = part.indexOf('=');
            final var name = decoded(equals < 0 ? part : part.substring(0, equals));
            if (found.put(name, equals < 0 ? "" : decoded(part.substring(equals + 1))) != null) {
                throw Refusal.bad("query parameter " + name + " is given twice");
            }
        }
        return new Query(Map.copyOf(found));
    }

    void allow(Set<String> known) throws Refusal {
        for (var name : parameters.keySet()) {
            if (!known.contains(name)) {
                throw Refusal.bad("query parameter " + name + " is not known here");
            }
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** @param reader throws IllegalArgumentException at a value that cannot be */
    <T> Optional<T> value(String name, Function<String, T> reader) throws Refusal {
        final var text = text(name);
        try {
            return text.map(reader);
        } catch (IllegalArgumentException e) {
            throw Refusal.bad("query parameter " + name + "='" + text.orElse("") + "': " + e.getMessage());
        }
    }

    private static String decoded(String text) throws Refusal {
        try {
            // a plus is a plus: this is no HTML form
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.bad("query '" + text + "' is not percent-encoded: " + e.getMessage());
        }
    }
}
