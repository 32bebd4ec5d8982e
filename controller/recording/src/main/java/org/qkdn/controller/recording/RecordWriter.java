package org.qkdn.controller.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Records as JSON, always in the same order. What is as {@link Defaults} say is left out, but for enumerations: a status
 * is to be seen. One case of several is named: {@code {"nodeReported": {...}}}.
 */
final class RecordWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RecordWriter() {}

    /**
     * @throws IllegalArgumentException for what has no place in a recording, such as bytes: a key might be among them
     */
    static JsonNode write(Object value) {
        return switch (value) {
            case String text -> JSON.textNode(text);
            case UUID id -> JSON.textNode(id.toString());
            case Duration time -> JSON.textNode(time.toString());
            case Instant time -> JSON.textNode(time.toString());
            case Enum<?> constant -> JSON.textNode(constant.name());
            case Boolean flag -> JSON.booleanNode(flag);
            case Integer number -> JSON.numberNode(number.longValue());
            case Long number -> JSON.numberNode(number.longValue());
            case Double number -> JSON.numberNode(number);
            case Map<?, ?> map -> object(map);
            case Set<?> set ->
                array(set.stream()
                        .map(RecordWriter::write)
                        .sorted(Comparator.comparing(JsonNode::toString))
                        .toList());
            case Collection<?> list ->
                array(list.stream().map(RecordWriter::write).toList());
            case Record each -> record(each);
            default ->
                throw new IllegalArgumentException(
                        value.getClass().getName() + " has no place in a recording: give RecordWriter a form for it");
        };
    }

    private static JsonNode array(Collection<JsonNode> elements) {
        return new ArrayNode(JSON).addAll(elements);
    }

    private static JsonNode object(Map<?, ?> map) {
        ObjectNode object = JSON.objectNode();
        map.entrySet().stream()
                .sorted((one, other) -> order(one.getKey(), other.getKey()))
                .forEach(entry -> object.set(key(entry.getKey()), write(entry.getValue())));
        return object;
    }

    private static int order(Object one, Object other) {
        return one instanceof Integer first && other instanceof Integer second
                ? Integer.compare(first, second)
                : key(one).compareTo(key(other));
    }

    static String key(Object key) {
        return Components.isText(key.getClass()) ? write(key).textValue() : key.toString();
    }

    private static JsonNode record(Record each) {
        Class<?> type = each.getClass();
        if (Components.isText(type)) {
            return write(Components.value(Components.of(type).getFirst(), each));
        }
        ObjectNode object = JSON.objectNode();
        for (RecordComponent component : Components.of(type).subList(0, said(each))) {
            Object value = Components.value(component, each);
            if (value instanceof Enum<?> || !Defaults.of(component).equals(Optional.of(value))) {
                object.set(component.getName(), write(present(value)));
            }
        }
        return Components.choice(type).isPresent() ? JSON.objectNode().set(Components.name(type), object) : object;
    }

    /** How many components have to be said: the last need not where a constructor leaves them out and makes the same. */
    private static int said(Record each) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : Components.of(each.getClass())) {
            values.add(Components.value(component, each));
        }
        return Components.shorter(each.getClass()).stream()
                .filter(fewer -> Components.make(each.getClass(), values.subList(0, fewer))
                        .equals(each))
                .findFirst()
                .orElse(values.size());
    }

    private static Object present(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.orElseThrow();
            case OptionalInt optional -> optional.getAsInt();
            case OptionalLong optional -> optional.getAsLong();
            case OptionalDouble optional -> optional.getAsDouble();
            default -> value;
        };
    }
}
