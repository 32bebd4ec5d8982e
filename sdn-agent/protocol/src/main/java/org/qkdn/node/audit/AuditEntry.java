package org.qkdn.node.audit;

import java.util.Optional;
import java.util.regex.Pattern;

/** One line of the log: a JSON object, a blank, and its seal. */
record AuditEntry(long number, String text, String seal) {
    private static final Pattern LINE = Pattern.compile("(\\{\"n\":([0-9]{1,18}),.*}) ([0-9a-f]{64})");

    static Optional<AuditEntry> parse(String line) {
        var match = LINE.matcher(line);
        return match.matches()
                ? Optional.of(new AuditEntry(Long.parseLong(match.group(2)), match.group(1), match.group(3)))
                : Optional.empty();
    }

    static String line(String text, String seal) {
        return text + " " + seal + "\n";
    }
}
