package org.qkdn.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.qkdn.forwarding.ForwardingConfiguration;
import org.qkdn.forwarding.InvalidConfigurationException;
import org.qkdn.lkms.ConfigurationException;
import org.qkdn.lkms.ConfigurationFile;

/** Configuration files of LKMS and forwarding module: read, or one line that says what is wrong. */
public final class ConfigurationFuzz {
    private static final Path FILE = file();

    private ConfigurationFuzz() {}

    public static void fuzzerTestOneInput(byte[] content) {
        try {
            Files.write(FILE, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Fuzzed.require(ConfigurationFile.read(FILE) != null, "a configuration");
        } catch (ConfigurationException e) {
            requireOneLine(e.getMessage());
        }
        try {
            Fuzzed.require(ForwardingConfiguration.load(FILE) != null, "a configuration");
        } catch (InvalidConfigurationException e) {
            requireOneLine(e.getMessage());
        }
    }

    private static void requireOneLine(String message) {
        Fuzzed.require(message != null && message.startsWith(FILE.toString()), "names the file: " + message);
        Fuzzed.require(message.lines().count() == 1, "one line: " + message);
    }

    private static Path file() {
        try {
            var file = Files.createTempFile("fuzz", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
