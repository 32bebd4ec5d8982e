package org.qkdn.emulator.topology;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Finds and reads topology files; see {@code docs/topology-file.md}. */
public final class TopologyFile {
    /** Topologies that come with the program. */
    public static final List<String> KNOWN =
            List.of("madqci", "madqci-full", "chain", "singapore-46km", "singapore-20km", "bbm92-datacentre");

    private TopologyFile() {}

    /** A topology by the name of one that comes with the program, or by the path of a file. */
    public static Topology find(String nameOrFile) throws TopologyException {
        if (!KNOWN.contains(nameOrFile)) {
            return load(Path.of(nameOrFile));
        }
        var resource = "/topologies/" + nameOrFile + ".yaml";
        try (var in = TopologyFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new TopologyException(resource + " is missing from the program: build it anew");
            }
            return read(nameOrFile + ".yaml", new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new TopologyException(resource + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A topology from a file. */
    public static Topology load(Path file) throws TopologyException {
        try (var reader = Files.newBufferedReader(file)) {
            return read(file.toString(), reader);
        } catch (NoSuchFileException e) {
            throw new TopologyException(
                    file + ": there is no such topology: name a file that exists, or one of " + KNOWN, e);
        } catch (IOException e) {
            throw new TopologyException(file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
        }
    }

    static Topology read(String name, Reader reader) throws TopologyException {
        try {
            var root = new Yaml(new LoaderOptions()).compose(reader);
            if (root == null) {
                throw new TopologyException(name + ":1: the file is empty: see docs/topology-file.md");
            }
            return new TopologyReader(new YamlValue(name, root)).read();
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            int line = mark == null ? 1 : mark.getLine() + 1;
            throw new TopologyException(
                    name + ":" + line + ": this is not YAML: " + e.getProblem()
                            + ": mend the indentation or quotes there",
                    e);
        } catch (YAMLException e) {
            throw new TopologyException(
                    name + ":1: this is not YAML: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }
}
