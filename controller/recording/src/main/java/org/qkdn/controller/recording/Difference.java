package org.qkdn.controller.recording;

import java.util.List;
import java.util.Optional;

/** Where two texts first differ, with a few lines around it. */
final class Difference {
    private static final int BEFORE = 4;
    private static final int AFTER = 12;

    private Difference() {}

    /** Empty where they are equal; lines of the expected text begin with {@code -}, of the other with {@code +}. */
    static Optional<String> of(String expected, String actual) {
        if (expected.equals(actual)) {
            return Optional.empty();
        }
        List<String> wanted = expected.lines().toList();
        List<String> found = actual.lines().toList();
        int at = 0;
        while (at < wanted.size() && at < found.size() && wanted.get(at).equals(found.get(at))) {
            at++;
        }
        StringBuilder text = new StringBuilder("first difference at line " + (at + 1) + ":\n");
        wanted.subList(Math.max(0, at - BEFORE), at)
                .forEach(line -> text.append("  ").append(line).append('\n'));
        wanted.subList(at, Math.min(wanted.size(), at + AFTER))
                .forEach(line -> text.append("- ").append(line).append('\n'));
        found.subList(at, Math.min(found.size(), at + AFTER))
                .forEach(line -> text.append("+ ").append(line).append('\n'));
        return Optional.of(text.toString());
    }
}
