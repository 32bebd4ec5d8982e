package org.qkdn.controller.recording;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a component is where a file says nothing about it: as in the constant that its record has of its own type
 * ({@code Policy.DEFAULT}), else as its own type's constant ({@code KeyMix.SINGLE}), else empty, zero or false, and of
 * an enumeration the first. So a component that is added at the end of a record leaves recordings as they are.
 */
final class Defaults {
    private static final Map<RecordComponent, Optional<Object>> KNOWN = new ConcurrentHashMap<>();

    private Defaults() {}

    /** Empty where a file has to say it. */
    static Optional<Object> of(RecordComponent component) {
        return KNOWN.computeIfAbsent(component, Defaults::find);
    }

    private static Optional<Object> find(RecordComponent component) {
        return constant(component.getDeclaringRecord())
                .map(constant -> Components.value(component, constant))
                .or(() -> ofType(component.getType()));
    }

    private static Optional<Object> ofType(Class<?> type) {
        if (type == Optional.class) {
            return Optional.of(Optional.empty());
        }
        if (type == OptionalInt.class) {
            return Optional.of(OptionalInt.empty());
        }
        if (type == OptionalLong.class) {
            return Optional.of(OptionalLong.empty());
        }
        if (type == OptionalDouble.class) {
            return Optional.of(OptionalDouble.empty());
        }
        if (type == double.class) {
            return Optional.of(0.0);
        }
        if (type == boolean.class) {
            return Optional.of(false);
        }
        if (type == int.class) {
            return Optional.of(0);
        }
        if (type == long.class) {
            return Optional.of(0L);
        }
        if (type == String.class) {
            return Optional.of("");
        }
        return type.isEnum()
                ? Optional.of(type.getEnumConstants()[0])
                : empty(type).or(() -> constant(type));
    }

    private static Optional<Object> empty(Class<?> type) {
        if (SortedMap.class.isAssignableFrom(type)) {
            return Optional.of(Collections.emptySortedMap());
        }
        if (Map.class.isAssignableFrom(type)) {
            return Optional.of(Map.of());
        }
        if (Set.class.isAssignableFrom(type)) {
            return Optional.of(Set.of());
        }
        return Collection.class.isAssignableFrom(type) ? Optional.of(List.of()) : Optional.empty();
    }

    /** The first public constant that a type has of itself. */
    private static Optional<Object> constant(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(field -> field.getType() == type
                        && Modifier.isStatic(field.getModifiers())
                        && field.getDeclaringClass() == type)
                .findFirst()
                .map(Defaults::value);
    }

    private static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " is public", e);
        }
    }
}
