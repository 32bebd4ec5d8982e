package org.qkdn.lkms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Reads {@code lkms.yaml}. */
public final class ConfigurationFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ConfigurationFile() {}

    public static LkmsConfiguration read(Path file) throws ConfigurationException {
        try {
            var configuration = YAML.readValue(Files.readString(file), LkmsConfiguration.class);
            if (configuration == null) {
                throw new ConfigurationException(
                        file + ":1: is empty or no mapping: docs/etsi-014.md shows an example", null);
            }
            return configuration.relativeTo(file.toAbsolutePath().getParent());
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + " does not exist: name the LKMS's configuration file", e);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(file + ":" + line(file, e) + ": " + oneLine(what(e)), e);
        } catch (ConfigurationException e) {
            throw e;
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Jackson knows the line only roughly where a record is at fault; where it knows the member, we look it up. */
    private static int line(Path file, JsonProcessingException e) {
        int roughly = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
        return e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                ? lineOf(file, mapping).orElse(roughly)
                : roughly;
    }

    private static OptionalInt lineOf(Path file, JsonMappingException e) {
        var pointer = e.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
        try (var parser = YAML.createParser(file.toFile())) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
                    return OptionalInt.of(parser.currentTokenLocation().getLineNr());
                }
            }
            return OptionalInt.empty();
        } catch (IOException unreadable) {
            return OptionalInt.empty();
        }
    }

    private static String what(JsonProcessingException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "'" + unknown.getPropertyName() + "' is not known here: use one of " + unknown.getKnownPropertyIds();
            case InvalidFormatException wrong ->
                "'" + wrong.getValue() + "' is not a value for '" + path(wrong) + "': give a "
                        + wrong.getTargetType().getSimpleName();
            case InvalidTypeIdException unknown ->
                "'" + unknown.getTypeId() + "' is not known for '" + path(unknown)
                        + "': use one that docs/key-store.md shows";
            case ValueInstantiationException invalid
            when invalid.getCause() != null && invalid.getCause().getMessage() != null ->
                invalid.getCause().getMessage();
            case MismatchedInputException nothing
            when nothing.getPath().isEmpty() -> "is empty or no mapping: docs/etsi-014.md shows an example";
            case MismatchedInputException misplaced ->
                "'" + path(misplaced) + "' should be a mapping, a list or a value as docs/etsi-014.md shows";
            case JsonMappingException other -> "'" + path(other) + "': " + firstLine(other.getOriginalMessage());
            default -> "not YAML: " + firstLine(e.getOriginalMessage());
        };
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                .collect(Collectors.joining("."));
    }

    /** A value that is quoted may have several. */
    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }
}
