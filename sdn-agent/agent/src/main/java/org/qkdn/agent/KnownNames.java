package org.qkdn.agent;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds entries that no record has a place for. Jackson does so too, but only after it has built the record, when the
 * line is lost and a misspelt entry has already been reported as a missing one.
 */
final class KnownNames {
    private KnownNames() {}

    /** The first unknown entry, for a person, with its line; the parser stands before the first token. */
    static Optional<String> unknown(JsonParser parser, Class<?> type) throws IOException {
        return parser.nextToken() == JsonToken.START_OBJECT ? object(parser, type) : Optional.empty();
    }

    private static Optional<String> object(JsonParser parser, Class<?> type) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var component = Arrays.stream(type.getRecordComponents())
                    .filter(known -> known.getName().equals(name))
                    .findFirst();
            if (component.isEmpty()) {
                return Optional.of(parser.currentTokenLocation().getLineNr() + ": '" + name
                        + "' is not known here; use one of "
                        + Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getName)
                                .collect(Collectors.joining(", ")));
            }
            var found = value(parser, component.get());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> value(JsonParser parser, RecordComponent component) throws IOException {
        var token = parser.nextToken();
        if (token == JsonToken.START_OBJECT && component.getType().isRecord()) {
            return object(parser, component.getType());
        }
        if (token == JsonToken.START_ARRAY && element(component).isRecord()) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                var found = object(parser, element(component));
                if (found.isPresent()) {
                    return found;
                }
            }
        } else {
            parser.skipChildren();
        }
        return Optional.empty();
    }

    private static Class<?> element(RecordComponent list) {
        return list.getGenericType() instanceof ParameterizedType type
                        && type.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : Object.class;
    }
}
