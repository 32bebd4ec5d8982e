package org.qkdn.controller.recording;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads what {@link RecordWriter} writes; strict, for a misspelt name would otherwise say something else in silence. */
final class RecordReader {
    private RecordReader() {}

    /** @throws MalformedRecordingException naming the place, {@code links[2].phys.skr}, and what is the matter there */
    static <T> T read(Class<T> type, JsonNode json) throws MalformedRecordingException {
        return type.cast(value(type, json, ""));
    }

    private static Object value(Type type, JsonNode json, String at) throws MalformedRecordingException {
        if (type instanceof ParameterizedType generic) {
            return container((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), json, at);
        }
        Class<?> kind = (Class<?>) type;
        if (kind.isSealed() && kind.isInterface()) {
            return oneOf(kind, json, at);
        }
        if (Components.isText(kind)) {
            return made(kind, List.of(value(Components.of(kind).getFirst().getType(), json, at)), at);
        }
        return kind.isRecord() ? record(kind, json, at) : simple(kind, json, at);
    }

    private static Object container(Class<?> kind, Type[] of, JsonNode json, String at)
            throws MalformedRecordingException {
        if (kind == Optional.class) {
            return Optional.of(value(of[0], json, at));
        }
        if (Map.class.isAssignableFrom(kind)) {
            require(json.isObject(), json, "an object", at);
            Map<Object, Object> map = kind == Map.class ? new LinkedHashMap<>() : new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : json.properties()) {
                map.put(key((Class<?>) of[0], entry.getKey(), at), value(of[1], entry.getValue(), in(at, entry)));
            }
            return map;
        }
        require(json.isArray(), json, "an array", at);
        List<Object> elements = new ArrayList<>();
        for (JsonNode element : json) {
            elements.add(value(of[0], element, at + "[" + elements.size() + "]"));
        }
        return Set.class.isAssignableFrom(kind) ? new HashSet<>(elements) : elements;
    }

    private static String in(String at, Map.Entry<String, JsonNode> entry) {
        return at.isEmpty() ? entry.getKey() : at + "." + entry.getKey();
    }

    private static Object key(Class<?> kind, String text, String at) throws MalformedRecordingException {
        try {
            if (kind == Integer.class) {
                return Integer.valueOf(text);
            }
            if (Components.isText(kind)) {
                boolean id = Components.of(kind).getFirst().getType() == UUID.class;
                return Components.make(kind, List.of(id ? UUID.fromString(text) : text));
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw wrong("'" + text + "' is no " + kind.getSimpleName() + ": " + e.getMessage(), at);
        }
    }

    private static Object oneOf(Class<?> choice, JsonNode json, String at) throws MalformedRecordingException {
        require(json.isObject() && json.size() == 1, json, "an object with one entry, its kind", at);
        Map.Entry<String, JsonNode> only = json.properties().iterator().next();
        Class<?> kind = Components.cases(choice)
                .filter(each -> Components.name(each).equals(only.getKey()))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "there is no '" + only.getKey() + "'; there is "
                                + Components.cases(choice).map(Components::name).collect(Collectors.joining(", ")),
                        at));
        return record(kind, only.getValue(), in(at, only));
    }

    private static Object record(Class<?> kind, JsonNode json, String at) throws MalformedRecordingException {
        require(json.isObject(), json, "an object", at);
        List<RecordComponent> components = Components.of(kind);
        List<String> names = components.stream().map(RecordComponent::getName).toList();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (!names.contains(entry.getKey())) {
                throw wrong(
                        "unknown field '" + entry.getKey() + "'; "
                                + (names.isEmpty() ? "there is none" : "there is " + String.join(", ", names)),
                        at);
            }
        }
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components.subList(0, said(kind, names, json))) {
            values.add(component(component, json, at));
        }
        return made(kind, values, at);
    }

    /** How many components are to be read: the last are left out where nothing is said of them and a constructor knows. */
    private static int said(Class<?> kind, List<String> names, JsonNode json) {
        return Components.shorter(kind).stream()
                .filter(fewer -> names.subList(fewer, names.size()).stream().noneMatch(json::has))
                .findFirst()
                .orElse(names.size());
    }

    private static Object component(RecordComponent component, JsonNode json, String at)
            throws MalformedRecordingException {
        JsonNode said = json.path(component.getName());
        String place = in(at, Map.entry(component.getName(), said));
        return said.isMissingNode()
                ? Defaults.of(component).orElseThrow(() -> wrong("is missing", place))
                : value(component.getGenericType(), said, place);
    }

    private static Object made(Class<?> kind, List<Object> values, String at) throws MalformedRecordingException {
        try {
            return Components.make(kind, values);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage(), at);
        }
    }

    private static Object simple(Class<?> kind, JsonNode json, String at) throws MalformedRecordingException {
        if (kind == boolean.class || kind == Boolean.class) {
            require(json.isBoolean(), json, "true or false", at);
            return json.booleanValue();
        }
        if (kind == int.class || kind == Integer.class || kind == OptionalInt.class) {
            require(json.canConvertToInt() && json.isIntegralNumber(), json, "a whole number", at);
            return kind == OptionalInt.class ? OptionalInt.of(json.intValue()) : (Object) json.intValue();
        }
        if (kind == long.class || kind == Long.class || kind == OptionalLong.class) {
            require(json.canConvertToLong() && json.isIntegralNumber(), json, "a whole number", at);
            return kind == OptionalLong.class ? OptionalLong.of(json.longValue()) : (Object) json.longValue();
        }
        if (kind == double.class || kind == Double.class || kind == OptionalDouble.class) {
            require(json.isNumber(), json, "a number", at);
            return kind == OptionalDouble.class ? OptionalDouble.of(json.doubleValue()) : (Object) json.doubleValue();
        }
        require(json.isTextual(), json, "a text", at);
        return text(kind, json.textValue(), at);
    }

    private static Object text(Class<?> kind, String text, String at) throws MalformedRecordingException {
        try {
            if (kind == UUID.class) {
                return UUID.fromString(text);
            }
            if (kind == Duration.class) {
                return Duration.parse(text);
            }
            if (kind == Instant.class) {
                return Instant.parse(text);
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw wrong("'" + text + "' is no " + kind.getSimpleName(), at);
        }
        if (kind.isEnum()) {
            return Arrays.stream((Enum<?>[]) kind.getEnumConstants())
                    .filter(constant -> constant.name().equals(text))
                    .findFirst()
                    .orElseThrow(() -> wrong(
                            "'" + text + "' is none of "
                                    + Arrays.stream((Enum<?>[]) kind.getEnumConstants())
                                            .map(Enum::name)
                                            .collect(Collectors.joining(", ")),
                            at));
        }
        require(kind == String.class, text, "something that can be read as " + kind.getSimpleName(), at);
        return text;
    }

    private static void require(boolean met, Object said, String wanted, String at) throws MalformedRecordingException {
        if (!met) {
            throw wrong(said + " is not " + wanted, at);
        }
    }

    private static MalformedRecordingException wrong(String what, String at) {
        return new MalformedRecordingException((at.isEmpty() ? "" : at + ": ") + what);
    }
}
