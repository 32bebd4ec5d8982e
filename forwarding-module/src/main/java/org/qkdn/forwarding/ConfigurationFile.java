package org.qkdn.forwarding;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.qkdn.forwarding.ForwardingConfiguration.Endpoint;
import org.qkdn.forwarding.ForwardingConfiguration.Node;
import org.qkdn.forwarding.transport.Neighbour;
import org.qkdn.node.tls.TlsFiles;

/** Reads {@code forwarding.yaml}; a fault in it becomes one line with file, line, value and remedy. */
final class ConfigurationFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    private static final String NOTHING = "is empty or no mapping: docs/relay-protocol.md shows an example";

    private record Written(
            Node node,
            Endpoint relay,
            Endpoint grpc,
            Endpoint lkms,
            TlsFiles tls,
            Path stateDirectory,
            List<Neighbour> neighbours,
            Integer relayTimeoutMillis,
            LocalPolicy.Written policy,
            ForwardingConfiguration.Metrics metrics) {}

    private ConfigurationFile() {}

    static ForwardingConfiguration load(Path file) throws InvalidConfigurationException {
        try {
            var written = YAML.readValue(file.toFile(), Written.class);
            if (written == null) {
                throw new InvalidConfigurationException(file + ":1: " + NOTHING);
            }
            return resolved(written, file.toAbsolutePath().getParent());
        } catch (JsonProcessingException e) {
            throw new InvalidConfigurationException(file + ":" + line(file, e) + ": " + oneLine(fault(e)));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationException(file + ": " + oneLine(e.getMessage()));
        } catch (NoSuchFileException | java.io.FileNotFoundException e) {
            throw new InvalidConfigurationException(file + ": cannot be read: name an existing forwarding.yaml");
        } catch (InvalidConfigurationException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidConfigurationException(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static ForwardingConfiguration resolved(Written written, Path directory) {
        return new ForwardingConfiguration(
                written.node(),
                written.relay(),
                written.grpc(),
                written.lkms(),
                Optional.ofNullable(written.tls())
                        .map(files -> files.relativeTo(directory))
                        .orElse(null),
                Optional.ofNullable(written.stateDirectory())
                        .map(directory::resolve)
                        .orElse(null),
                written.neighbours(),
                Optional.ofNullable(written.relayTimeoutMillis())
                        .map(Duration::ofMillis)
                        .orElse(ForwardingConfiguration.DEFAULT_RELAY_TIMEOUT),
                Optional.ofNullable(written.policy())
                        .map(LocalPolicy.Written::policy)
                        .orElse(LocalPolicy.NONE),
                Optional.ofNullable(written.metrics()));
    }

    /** Jackson knows the line only roughly where a record is at fault; where it knows the field, we look it up. */
    private static int line(Path file, JsonProcessingException e) {
        var roughly = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
        return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                ? lineOf(file, pointer(mapping)).orElse(roughly)
                : roughly;
    }

    private static OptionalInt lineOf(Path file, String pointer) {
        try (var parser = YAML.createParser(file.toFile())) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
                    return OptionalInt.of(parser.currentTokenLocation().getLineNr());
                }
            }
            return OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
    }

    private static String fault(JsonProcessingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "'" + unknown.getPropertyName() + "' is not known here: use one of "
                        + unknown.getKnownPropertyIds().stream()
                                .map(Object::toString)
                                .sorted()
                                .toList();
            case InvalidFormatException format ->
                place(format) + " is '" + format.getValue() + "': it should be a "
                        + format.getTargetType().getSimpleName();
            case ValueInstantiationException value ->
                place(value)
                        + (value.getCause() == null
                                ? value.getOriginalMessage()
                                : value.getCause().getMessage());
            case MismatchedInputException nothing when nothing.getPath().isEmpty() -> NOTHING;
            case JsonMappingException mapping -> place(mapping) + firstLine(mapping.getOriginalMessage());
            default -> "is not YAML: " + firstLine(e.getOriginalMessage());
        };
    }

    private static String place(JsonMappingException e) {
        var path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : path + ": ";
    }

    /** A value that is quoted may have several. */
    private static String oneLine(String message) {
        return message.replaceAll("\\R", " ");
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
