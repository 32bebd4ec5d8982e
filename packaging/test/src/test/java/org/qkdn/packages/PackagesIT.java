package org.qkdn.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the packages. */
class PackagesIT {
    @TempDir
    Path folder;

    static Stream<Arguments> packages() {
        return Stream.of(
                Arguments.of(Packages.CONTROLLER, List.of("controller")),
                Arguments.of(Packages.NODE, List.of("agent", "lkms", "forwarding")));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageTellsItsNameVersionAndWhatItNeeds(Path deb, List<String> programs) throws Exception {
        var fields = Shell.run("dpkg-deb", "-f", deb.toString()).mustSucceed().text();
        assertTrue(fields.contains("Package: " + deb.getFileName().toString().replace(".deb", "\n")), fields);
        assertTrue(fields.contains("\nVersion: 0."), fields);
        assertTrue(fields.contains("\nDepends: java21-runtime-headless"), fields);
        for (var program : programs) {
            assertTrue(conffiles(deb).contains("/etc/qkdn/" + program + ".yaml"), program);
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void eachProgramHasACommandAUnitAnExampleAndAFolderForKeysThatNobodyElseReads(Path deb, List<String> programs)
            throws Exception {
        var listed = Shell.run("dpkg-deb", "-c", deb.toString()).mustSucceed().text();
        for (var program : programs) {
            assertListed(listed, "-rwxr-xr-x root/root .* ./usr/bin/qkdn-" + program);
            assertListed(listed, "-rw-r--r-- root/root .* ./usr/lib/systemd/system/qkdn-" + program + ".service");
            assertListed(listed, "-rw-r--r-- root/root .* ./etc/qkdn/" + program + ".yaml");
            assertListed(listed, "drwx------ root/root .* ./etc/qkdn/" + program + "/");
        }
    }

    private static void assertListed(String listed, String line) {
        assertTrue(listed.lines().anyMatch(one -> one.matches(line)), () -> line + " is not in\n" + listed);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void noPackageHasASecretOrATestInIt(Path deb, List<String> programs) throws Exception {
        var machine = Machine.unpack(folder.resolve("root"), deb);
        try (var files = Files.walk(machine.root())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        file.toString().matches(".*(\\.key|\\.pem|\\.p12|\\.psk|/junit[^/]*|/test-topologies[^/]*)"),
                        file.toString());
                assertFalse(!file.toString().endsWith(".jar") && holdsPrivateKey(file), file.toString());
            }
        }
    }

    private static boolean holdsPrivateKey(Path file) throws IOException {
        var bytes = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        return bytes.matches("(?s).*-----BEGIN [A-Z ]*PRIVATE KEY-----\\s+[A-Za-z0-9+/]{20}.*");
    }

    @ParameterizedTest
    @MethodSource("packages")
    void scriptsAreShellAndInstallingStartsOrEnablesNothing(Path deb, List<String> programs) throws Exception {
        Shell.run("dpkg-deb", "-e", deb.toString(), folder.toString()).mustSucceed();
        for (var script : List.of("postinst", "prerm", "postrm")) {
            var file = folder.resolve(script);
            assertTrue(Files.isExecutable(file), script);
            Shell.run("sh", "-n", file.toString()).mustSucceed();
            assertFalse(Files.readString(file).contains("systemctl enable"), script);
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void unitsAreUnderstoodBySystemdAndLeaveLittleToAnAttacker(Path deb, List<String> programs) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
                "systemd-analyze is missing: install the Debian package systemd");
        var machine = Machine.unpack(folder.resolve("root"), deb);
        for (var program : programs) {
            var unit = machine.root().resolve("usr/lib/systemd/system/qkdn-" + program + ".service");
            // 0 is best, 10 worst; a unit that says nothing has 9.6
            Shell.run("systemd-analyze", "security", "--offline=true", "--threshold=20", unit.toString())
                    .mustSucceed();
        }
    }

    private static List<String> conffiles(Path deb) throws IOException {
        return Shell.run("dpkg-deb", "-I", deb.toString(), "conffiles")
                .mustSucceed()
                .text()
                .lines()
                .toList();
    }

    @Test
    void programsOfBothPackagesAreOfOneVersion() throws Exception {
        var versions = Stream.of(Packages.CONTROLLER, Packages.NODE)
                .map(deb -> {
                    try {
                        return Shell.run("dpkg-deb", "-f", deb.toString(), "Version")
                                .text();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .distinct()
                .toList();
        assertEquals(1, versions.size(), versions.toString());
    }
}
