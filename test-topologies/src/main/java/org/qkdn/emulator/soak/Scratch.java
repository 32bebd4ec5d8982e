package org.qkdn.emulator.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** The folder of a soak: the one that was named, or a temporary one that is removed unless the soak failed. */
public record Scratch(Path folder, boolean temporary) {
    public static Scratch open(Optional<Path> named) throws IOException {
        if (named.isEmpty()) {
            return new Scratch(Files.createTempDirectory("qkdn-soak"), true);
        }
        if (Files.exists(named.get())) {
            throw new IllegalArgumentException(named.get() + " exists: give --state a new folder");
        }
        return new Scratch(named.get(), false);
    }

    public void done() throws IOException {
        if (temporary) {
            try (var all = Files.walk(folder)) {
                for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
