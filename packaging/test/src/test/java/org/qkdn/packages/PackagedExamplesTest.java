package org.qkdn.packages;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.qkdn.agent.AgentConfiguration;
import org.qkdn.controller.embedded.configuration.ControllerConfiguration;
import org.qkdn.forwarding.ForwardingConfiguration;
import org.qkdn.lkms.LkmsConfiguration;

/** The packaged configuration files show every entry there is, and each of them is understood. */
class PackagedExamplesTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Where the file has another name for it, for the unit's sake. */
    private static final Map<String, String> NAMES = Map.of("relayTimeout", "relayTimeoutMillis");

    @TempDir
    Path folder;

    /** Reads a configuration file. */
    @FunctionalInterface
    interface Reading {
        Object from(Path file) throws Exception;
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                example("controller", "controller", org.qkdn.controller.embedded.configuration.ConfigurationFile::read),
                example("node", "agent", org.qkdn.agent.ConfigurationFile::read),
                example("node", "lkms", org.qkdn.lkms.ConfigurationFile::read),
                example("node", "forwarding", ForwardingConfiguration::load));
    }

    private static Arguments example(String part, String program, Reading reading) {
        return Arguments.of(Packages.example(part, program + ".yaml"), reading);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsUnderstoodAsItIsAndWithEverythingOptionalInIt(Path example, Reading reading) throws Exception {
        var text = Files.readString(example);
        reading.from(write(named(text)));
        reading.from(write(named(uncommented(text))));
    }

    @Test
    void everyEntryIsShown() throws Exception {
        var missing = new ArrayList<String>();
        missing(ControllerConfiguration.class, tree("controller", "controller.yaml"), "controller.yaml", missing);
        missing(AgentConfiguration.class, tree("node", "agent.yaml"), "agent.yaml", missing);
        missing(LkmsConfiguration.class, tree("node", "lkms.yaml"), "lkms.yaml", missing);
        missing(ForwardingConfiguration.class, tree("node", "forwarding.yaml"), "forwarding.yaml", missing);
        assertTrue(missing.isEmpty(), missing.toString());
    }

    private static JsonNode tree(String part, String file) throws Exception {
        return YAML.readTree(uncommented(Files.readString(Packages.example(part, file))));
    }

    private static void missing(Class<?> type, JsonNode shown, String where, List<String> missing) {
        for (var component : type.getRecordComponents()) {
            var name = NAMES.getOrDefault(component.getName(), component.getName());
            var here = where + "/" + name;
            var entries = direct(shown, name);
            if (entries.isEmpty()) {
                missing.add(here);
            }
            var inner = inner(component);
            if (inner.isRecord()) {
                missing(inner, merged(entries), here, missing);
            }
        }
    }

    /** Those of a mapping, or of all mappings in a list. */
    private static List<JsonNode> direct(JsonNode shown, String name) {
        var found = new ArrayList<JsonNode>();
        if (shown.isArray()) {
            shown.forEach(element -> found.addAll(direct(element, name)));
        } else if (shown.has(name)) {
            found.add(shown.get(name));
        }
        return found;
    }

    private static JsonNode merged(List<JsonNode> entries) {
        var all = YAML.createArrayNode();
        entries.forEach(entry -> {
            if (entry.isArray()) {
                entry.forEach(all::add);
            } else {
                all.add(entry);
            }
        });
        return all;
    }

    /** What a list, set or optional is of; else the type itself. */
    private static Class<?> inner(RecordComponent component) {
        Type type = component.getGenericType();
        while (type instanceof ParameterizedType of) {
            type = of.getActualTypeArguments()[0];
        }
        return type instanceof Class<?> is ? is : component.getType();
    }

    private static String uncommented(String text) {
        return text.replaceAll("(?m)^#  ", "").replaceAll("(?m): \\[\\]", ":");
    }

    private static String named(String text) {
        return text.replace("name: CHANGE-ME", "name: QUINTO")
                .replace("id: CHANGE-ME", "id: 5b000000-0000-4000-8000-000000000009")
                .replaceAll("(?m)^(saes):( +#.*)?$", "$1: [sae-here]");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("example.yaml"), text);
    }
}
