package org.qkdn.controller.embedded.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qkdn.controller.northbound.restconf.Operator;

/** Reads {@code controller.yaml}. */
public final class ConfigurationFile {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .injectableValues(new InjectableValues.Std()
                    .addValue(ControllerConfiguration.CallHome.ABSENT, ControllerConfiguration.CallHome.NOWHERE)
                    .addValue(ControllerConfiguration.Recording.ABSENT, ControllerConfiguration.Recording.OFF)
                    .addValue(ControllerConfiguration.Password.ABSENT, List.of()))
            .build();

    private ConfigurationFile() {}

    public static ControllerConfiguration read(Path file) throws ConfigurationException {
        try {
            var configuration = YAML.readValue(file.toFile(), ControllerConfiguration.class);
            check(file, configuration);
            return configuration.relativeTo(file.toAbsolutePath().getParent());
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(describe(file, e), e);
        } catch (FileNotFoundException e) {
            throw new ConfigurationException(file + ": no such file; give the path of controller.yaml", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void check(Path file, ControllerConfiguration configuration) throws ConfigurationException {
        checkPort(file, "restconf.port", configuration.restconf().port());
        checkPort(file, "netconf.port", configuration.netconf().port());
        checkPort(file, "callHome.sshPort", configuration.callHome().sshPort());
        checkPort(file, "callHome.tlsPort", configuration.callHome().tlsPort());
        var names = configuration.operators().stream()
                .map(Operator::commonName)
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        for (var entry : names.entrySet()) {
            if (entry.getValue() > 1) {
                throw new ConfigurationException(file + ": operators: commonName " + entry.getKey() + " is given "
                        + entry.getValue() + " times; give it once");
            }
        }
    }

    private static void checkPort(Path file, String name, int port) throws ConfigurationException {
        if (port < 0 || port > 65535) {
            throw new ConfigurationException(file + ": " + name + " is " + port + "; give a port from 0 to 65535");
        }
    }

    private static String describe(Path file, JsonProcessingException e) {
        var line = Optional.ofNullable(e.getLocation())
                .map(location -> ":" + location.getLineNr())
                .orElse("");
        var where = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> Optional.ofNullable(step.getFieldName()).orElse("[" + step.getIndex() + "]"))
                        .collect(Collectors.joining(".", "", ": "))
                : "";
        var fault = faultOf(e);
        return file + line + ": " + where + fault + "; correct it as docs/restconf.md shows";
    }

    private static String faultOf(JsonProcessingException e) {
        var message = e.getOriginalMessage().lines().findFirst().orElse("this is not YAML");
        if (e instanceof UnrecognizedPropertyException) {
            return "there is no such entry";
        }
        return message.startsWith("Missing creator property") ? "this entry is missing" : message;
    }
}
