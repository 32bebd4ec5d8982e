package org.qkdn.emulator.topology;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A value in a YAML file that knows its line, so that every complaint about it can say where. */
final class YamlValue {
    private final String file;
    private final Node node;

    YamlValue(String file, Node node) {
        this.file = file;
        this.node = node;
    }

    int line() {
        return node.getStartMark().getLine() + 1;
    }

    /** The complaint, with file and line; it should say what to do. */
    TopologyException error(String message) {
        return new TopologyException(file + ":" + line() + ": " + message);
    }

    YamlValue field(String name) throws TopologyException {
        return optional(name).orElseThrow(() -> error("'" + name + "' is missing: add it"));
    }

    Optional<YamlValue> optional(String name) throws TopologyException {
        for (var tuple : mapping().getValue()) {
            if (new YamlValue(file, tuple.getKeyNode()).text().equals(name)) {
                return Optional.of(new YamlValue(file, tuple.getValueNode()));
            }
        }
        return Optional.empty();
    }

    /** Refuses a mapping with other or repeated keys. */
    YamlValue allowing(Set<String> names) throws TopologyException {
        var seen = new TreeSet<String>();
        for (var tuple : mapping().getValue()) {
            var key = new YamlValue(file, tuple.getKeyNode());
            if (!names.contains(key.text())) {
                throw key.error("unknown key '" + key.text() + "': use one of " + new TreeSet<>(names));
            }
            if (!seen.add(key.text())) {
                throw key.error("'" + key.text() + "' is given twice: keep one");
            }
        }
        return this;
    }

    record Entry(YamlValue key, YamlValue value) {}

    List<Entry> entries() throws TopologyException {
        return mapping().getValue().stream()
                .map(t -> new Entry(new YamlValue(file, t.getKeyNode()), new YamlValue(file, t.getValueNode())))
                .toList();
    }

    List<YamlValue> list() throws TopologyException {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(n -> new YamlValue(file, n)).toList();
        }
        throw error("a list is expected here: write '- ...' lines or [a, b]");
    }

    List<String> texts() throws TopologyException {
        var texts = new ArrayList<String>();
        for (var item : list()) {
            texts.add(item.text());
        }
        return texts;
    }

    String text() throws TopologyException {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        throw error("a single value is expected here");
    }

    int integer(int min, int max) throws TopologyException {
        var text = text();
        try {
            int value = Integer.parseInt(text);
            if (min <= value && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrongNumber(text, min, max);
        }
        throw wrongNumber(text, min, max);
    }

    private TopologyException wrongNumber(String text, int min, int max) {
        return error("'" + text + "' is wrong here: write a whole number from " + min + " to " + max);
    }

    /** A decimal number that is not negative. */
    BigDecimal decimal() throws TopologyException {
        var text = text();
        try {
            var value = new BigDecimal(text);
            if (value.signum() >= 0 && value.compareTo(BigDecimal.valueOf(1_000_000_000)) < 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notDecimal(text);
        }
        throw notDecimal(text);
    }

    private TopologyException notDecimal(String text) {
        return error("'" + text + "' is wrong here: write a number of 0 or more, such as 8.72");
    }

    boolean bool() throws TopologyException {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error("'" + text() + "' is wrong here: write true or false");
        };
    }

    private MappingNode mapping() throws TopologyException {
        if (node instanceof MappingNode mapping) {
            return mapping;
        }
        throw error("a mapping is expected here: write 'key: value' lines or {key: value}");
    }
}
