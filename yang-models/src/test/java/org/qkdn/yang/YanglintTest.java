package org.qkdn.yang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A second implementation of YANG, libyang, must read our modules as we mean them. */
class YanglintTest {
    private static final Path MODULES = Path.of("src/main/yang");
    private static final String NODE = "src/main/yang/etsi-qkd-sdn-node@2022-01-30.yang";
    private static final String NODE_TYPES = "src/main/yang/etsi-qkd-node-types@2022-01-30.yang";

    @TempDir
    static Path imported;

    private record Outcome(int exitCode, String text) {}

    @BeforeAll
    static void collectImportedModules() throws IOException {
        Assumptions.assumeTrue(
                List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "yanglint"))),
                "yanglint is missing: install the Debian package libyang2-tools");
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar")) {
                extractModules(entry);
            }
        }
    }

    private static void extractModules(String jarName) throws IOException {
        try (var jar = new JarFile(jarName)) {
            for (var entry : jar.stream()
                    .filter(e -> e.getName().matches("META-INF/yang/[^/]+\\.yang"))
                    .toList()) {
                var file = imported.resolve(Path.of(entry.getName()).getFileName());
                try (var in = jar.getInputStream(entry)) {
                    Files.write(file, in.readAllBytes());
                }
            }
        }
    }

    static List<Path> modules() throws IOException {
        try (var files = Files.list(MODULES)) {
            return files.filter(file -> file.toString().endsWith(".yang"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void acceptsTheModuleWithoutAWarning(Path module) throws Exception {
        assertEquals(new Outcome(0, ""), yanglint(module.toString()));
    }

    @Test
    void printsTheTreeOfTheStandard() throws Exception {
        var expected = Files.readString(Path.of("src/test/resources/etsi-qkd-sdn-node.tree"));
        assertEquals(new Outcome(0, expected), yanglint("-f", "tree", NODE));
    }

    @Test
    void acceptsLeavesOfEachKindOfLink() throws Exception {
        assertEquals(
                new Outcome(0, ""),
                yanglint("-t", "data", NODE_TYPES, NODE, "src/test/resources/instance-both-kinds.json"));
    }

    @Test
    void refusesALeafOfTheOtherKindOfLink() throws Exception {
        var outcome = yanglint("-t", "data", NODE_TYPES, NODE, "src/test/resources/instance-virt-with-phys-leaf.json");
        assertNotEquals(0, outcome.exitCode());
        assertTrue(outcome.text().contains("When condition"), outcome.text());
    }

    private static Outcome yanglint(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("yanglint", "-p", imported.toString(), "-p", MODULES.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }
}
