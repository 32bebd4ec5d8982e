package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration file of the distribution, changed as an operator would: entry by entry, comments and all else kept. */
record Settings(Path file) {
    /** A line {@code key = value}; it must be there already. */
    void set(String key, Object value) throws IOException {
        replace(
                "(?m)^(\\s*)" + Pattern.quote(key) + "\\s*=.*$",
                "$1" + key + " = " + Matcher.quoteReplacement(value.toString()));
    }

    private void replace(String pattern, String replacement) throws IOException {
        var before = Files.readString(file);
        var matcher = Pattern.compile(pattern).matcher(before);
        if (!matcher.find()) {
            throw new IOException(file + ": no line matches " + pattern);
        }
        Files.writeString(file, matcher.replaceAll(replacement));
    }
}
