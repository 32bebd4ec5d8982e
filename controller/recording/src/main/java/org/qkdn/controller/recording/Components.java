package org.qkdn.controller.recording;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Records taken apart and put together. */
final class Components {
    private static final ClassValue<List<RecordComponent>> KNOWN = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            return List.of(type.getRecordComponents());
        }
    };

    private static final ClassValue<List<Integer>> SHORTER = new ClassValue<>() {
        @Override
        protected List<Integer> computeValue(Class<?> type) {
            return Arrays.stream(type.getConstructors())
                    .map(Constructor::getParameterTypes)
                    .filter(parameters -> isShorter(parameters, type))
                    .map(parameters -> parameters.length)
                    .sorted()
                    .toList();
        }
    };

    private Components() {}

    static List<RecordComponent> of(Class<?> type) {
        return KNOWN.get(type);
    }

    static Object value(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component.getDeclaringRecord() + " does not show its " + component, e);
        }
    }

    /**
     * Of all components, or of the first as one of its {@link #shorter} constructors has them.
     *
     * @throws IllegalArgumentException if the record refuses the values
     */
    static Object make(Class<?> type, List<Object> values) {
        try {
            return constructor(type, values.size()).newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refusal
                    ? new IllegalArgumentException(refusal.getMessage(), refusal)
                    : new IllegalStateException(type + " cannot be made", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static Constructor<?> constructor(Class<?> type, int components) throws NoSuchMethodException {
        return type.getDeclaredConstructor(of(type).stream()
                .limit(components)
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
    }

    /**
     * How many components it takes to make a record: a constructor that leaves out the last ones tells what they are then.
     * The fewest first.
     */
    static List<Integer> shorter(Class<?> type) {
        return SHORTER.get(type);
    }

    private static boolean isShorter(Class<?>[] parameters, Class<?> type) {
        List<RecordComponent> components = of(type);
        return parameters.length > 0
                && parameters.length < components.size()
                && IntStream.range(0, parameters.length)
                        .allMatch(i -> parameters[i] == components.get(i).getType());
    }

    /** A name or an identity, written as text: a record around one text or UUID. */
    static boolean isText(Class<?> type) {
        return type.isRecord()
                && choice(type).isEmpty()
                && of(type).size() == 1
                && (of(type).getFirst().getType() == String.class
                        || of(type).getFirst().getType() == UUID.class);
    }

    /** The sealed interface that a record is one case of. */
    static Optional<Class<?>> choice(Class<?> record) {
        return Arrays.stream(record.getInterfaces()).filter(Class::isSealed).findFirst();
    }

    /** The records that may stand for a sealed interface. */
    static Stream<Class<?>> cases(Class<?> choice) {
        return Arrays.stream(choice.getPermittedSubclasses())
                .flatMap(each -> each.isSealed() ? cases(each) : Stream.of(each));
    }

    /** How a case is named in a file: {@code nodeReported}. */
    static String name(Class<?> type) {
        String name = type.getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
