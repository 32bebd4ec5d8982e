package org.qkdn.agent;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code agent.yaml}; whatever is wrong with it is one line that names file, line, value and remedy. */
public final class ConfigurationFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ConfigurationFile() {}

    public static AgentConfiguration read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException(file + ": cannot be read; name an existing agent.yaml");
        }
        try {
            var unknown = unknown(file);
            if (unknown.isPresent()) {
                throw new IOException(file + ":" + unknown.get());
            }
            var read = YAML.readValue(file.toFile(), AgentConfiguration.class);
            if (read == null) {
                throw new IOException(file + ": is empty; docs/sdn-agent.md shows what belongs in it");
            }
            return read.relativeTo(file.toAbsolutePath().getParent());
        } catch (JacksonException e) {
            throw new IOException(
                    file + ":"
                            + Optional.ofNullable(e.getLocation())
                                    .map(where -> where.getLineNr() + ": ")
                                    .orElse(" ")
                            + explain(e),
                    e);
        }
    }

    private static Optional<String> unknown(Path file) throws IOException {
        try (var parser = YAML.createParser(file.toFile())) {
            return KnownNames.unknown(parser, AgentConfiguration.class);
        }
    }

    private static String explain(JacksonException problem) {
        return switch (problem) {
            case ValueInstantiationException refused
            when refused.getCause() != null -> refused.getCause().getMessage();
            default -> firstLine(problem.getOriginalMessage()) + "; docs/sdn-agent.md shows what belongs there";
        };
    }

    private static String firstLine(String text) {
        return text == null ? "not understood" : text.lines().findFirst().orElse("not understood");
    }
}
