package org.qkdn.lkms.api014;

import java.util.List;
import java.util.Map;

/** A request's content, or what is wrong with it. */
sealed interface Parsed<T> {
    record Good<T>(T value) implements Parsed<T> {}

    record Wrong<T>(Answer.Bad answer) implements Parsed<T> {}

    static <T> Parsed<T> wrong(String message) {
        return new Wrong<>(new Answer.Bad(message));
    }

    static <T> Parsed<T> wrong(String message, Map<String, Object> detail) {
        return new Wrong<>(new Answer.Bad(message, List.of(detail)));
    }
}
