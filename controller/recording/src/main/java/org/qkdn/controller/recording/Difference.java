package org.qkdn.controller.recording;

import java.util.List;
import java.util.Optional;

/** Where two texts begin to differ, and how. */
final class Difference {
    private static final int BEFORE = 4;
    private static final int MOST = 12;

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
        int alike = 0;
        while (alike < Math.min(wanted.size(), found.size()) - at
                && wanted.get(wanted.size() - 1 - alike).equals(found.get(found.size() - 1 - alike))) {
            alike++;
        }
        StringBuilder text = new StringBuilder("they differ from line " + (at + 1) + " on:\n");
        append(text, "  ", wanted.subList(Math.max(0, at - BEFORE), at));
        append(text, "- ", wanted.subList(at, wanted.size() - alike));
        append(text, "+ ", found.subList(at, found.size() - alike));
        return Optional.of(text.toString());
    }

    private static void append(StringBuilder text, String mark, List<String> lines) {
        lines.stream()
                .limit(MOST)
                .forEach(line -> text.append(mark).append(line).append('\n'));
        if (lines.size() > MOST) {
            text.append(mark).append("and ").append(lines.size() - MOST).append(" more lines\n");
        }
    }
}
