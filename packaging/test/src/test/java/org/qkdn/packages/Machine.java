package org.qkdn.packages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A folder in place of a machine's root: a package is unpacked there as it would lie on the machine. */
record Machine(Path root) {
    private static final YAMLMapper YAML = new YAMLMapper();

    static Machine unpack(Path folder, Path deb) throws IOException {
        Shell.run("dpkg-deb", "-x", deb.toString(), folder.toString()).mustSucceed();
        return new Machine(folder);
    }

    /** The wrapper in {@code /usr/bin}. */
    Path program(String name) {
        return root.resolve("usr/bin").resolve("qkdn-" + name);
    }

    /** The packaged configuration file. */
    Path file(String name) {
        return root.resolve("etc/qkdn").resolve(name + ".yaml");
    }

    Path state(String name) {
        return root.resolve("var/lib/qkdn").resolve(name);
    }

    /** As {@code scp -r FOLDER/. machine:/etc/qkdn/}. */
    void receive(Path folder) throws IOException {
        Shell.run("cp", "-r", folder + "/.", root.resolve("etc/qkdn").toString())
                .mustSucceed();
    }

    /**
     * Sets entries of a packaged configuration file as an operator does with an editor; makes the state directory, as systemd does.
     *
     * @param entries by their paths, such as {@code node/name}
     */
    void configure(String program, Map<String, ?> entries) throws IOException {
        var file = file(program);
        var content = (ObjectNode) YAML.readTree(file.toFile());
        content.put("stateDirectory", state(program).toString());
        makePrivate(state(program));
        entries.forEach((path, value) -> set(content, path, value));
        Files.writeString(file, YAML.writeValueAsString(content));
    }

    static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void set(ObjectNode content, String path, Object value) {
        int cut = path.indexOf('/');
        if (cut < 0) {
            content.set(path, YAML.valueToTree(value));
        } else {
            set(content.withObjectProperty(path.substring(0, cut)), path.substring(cut + 1), value);
        }
    }

    /** The program as its unit starts it. */
    Daemon daemon(String program, String javaOptions) {
        return new Daemon(
                program.equals("controller") ? program : program + "-" + root.getFileName(),
                program(program),
                file(program),
                root.resolve(program + ".log"),
                javaOptions);
    }
}
