package org.qkdn.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.forwarding.testing.TestAuthority;
import org.qkdn.forwarding.testing.TestChain;
import org.qkdn.forwarding.testing.TestNode;

class ForwardingMainTest {
    @TempDir
    Path directory;

    @Test
    void configurationIsReadWithPathsRelativeToItsFile() throws Exception {
        var configuration = ForwardingConfiguration.load(write(yaml(20_103, 20_104)));
        assertEquals("QUINTO", configuration.node().name());
        assertEquals(directory.resolve("fm.pem"), configuration.tls().certificate());
        assertEquals(directory.resolve("state"), configuration.stateDirectory());
        assertEquals("fm-NORTE", configuration.neighbours().getFirst().commonName());
        assertEquals(Duration.ofSeconds(10), configuration.relayTimeout());
    }

    @Test
    void exampleOfTheDocumentIsAConfiguration() throws Exception {
        var document = Files.readString(Path.of("..", "docs", "relay-protocol.md"));
        var start = document.indexOf("```yaml\n") + 8;
        var example = document.substring(start, document.indexOf("```", start));
        assertEquals(
                "QUIJANO",
                ForwardingConfiguration.load(write(example))
                        .neighbours()
                        .getFirst()
                        .name());
    }

    @Test
    void faultInTheConfigurationIsOneLineWithFileLineAndValue() throws IOException {
        assertFault(yaml(20_103, 20_104).replace("20103", "many"), ":2: ", "relay.port", "many");
        assertFault(yaml(20_103, 20_104).replace("20103", "99999"), ":2: ", "99999");
        assertFault(yaml(20_103, 20_104).replace("neighbours", "neighbors"), ":9: ", "neighbors", "neighbours");
        assertFault(yaml(20_103, 20_104).replaceFirst("relay:.*\n", ""), "'relay' is missing");
        assertFault(yaml(20_103, 20_104).replace("name: NORTE", "name: QUINTO"), "QUINTO");
        assertFault(yaml(20_103, 20_104) + "node: }\n", ":12: ", "not YAML");
        assertFault(yaml(20_103, 20_104) + "stateDirectory: other\n", ":12: ", "Duplicate");
        assertFault("", "empty");
    }

    @Test
    void missingFileOrCertificateEndsTheProcessWithOneLine() throws Exception {
        assertEndsWith(2, directory.resolve("none.yaml"), "none.yaml");
        assertEndsWith(4, write(yaml(TestNode.freePort(), TestNode.freePort())), "fm.key");
    }

    @Test
    void portInUseAndDamagedTableAreNamed() throws Exception {
        writeIdentity();
        try (var taken = new ServerSocket(TestNode.freePort(), 1, java.net.InetAddress.getLoopbackAddress())) {
            var configuration = ForwardingConfiguration.load(write(yaml(taken.getLocalPort(), TestNode.freePort())));
            assertMessage(configuration, "relay", String.valueOf(taken.getLocalPort()), "in use");
            var other = ForwardingConfiguration.load(write(yaml(TestNode.freePort(), taken.getLocalPort())));
            assertMessage(other, "grpc", String.valueOf(taken.getLocalPort()), "in use");
        }
        Files.createDirectories(directory.resolve("state"));
        Files.writeString(directory.resolve("state/forwarding-table.json"), "{\"format\": 1, \"links\": [{\"lin");
        var configuration = ForwardingConfiguration.load(write(yaml(TestNode.freePort(), TestNode.freePort())));
        assertMessage(configuration, "forwarding-table.json", "damaged", "remove it");
    }

    @Test
    void runsAsAProcessOfItsOwnUntilItIsStopped() throws Exception {
        writeIdentity();
        var port = TestNode.freePort();
        var process = start(write(yaml(port, TestNode.freePort())));
        try {
            TestChain.await("is ready", () -> log().contains("INFO"));
            assertTrue(answers(port));
            process.destroy();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue(), log());
            assertFalse(answers(port));
            assertFalse(log().contains("DEBUG"), log());
        } finally {
            process.destroyForcibly();
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeIdentity() throws IOException {
        var files = new TestAuthority(directory).files("fm-QUINTO");
        Files.copy(files.certificate(), directory.resolve("fm.pem"));
        Files.copy(files.key(), directory.resolve("fm.key"));
    }

    private void assertFault(String yaml, String... parts) throws IOException {
        var file = write(yaml);
        var message = assertThrows(InvalidConfigurationException.class, () -> ForwardingConfiguration.load(file))
                .getMessage();
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.startsWith(file.toString()), message);
        for (var part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private static void assertMessage(ForwardingConfiguration configuration, String... parts) {
        var message = assertThrows(IOException.class, () -> ForwardingModule.start(configuration))
                .getMessage();
        for (var part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private void assertEndsWith(int code, Path file, String part) throws Exception {
        var process = start(file);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        var error = log();
        assertEquals(code, process.exitValue(), error);
        assertEquals(1, error.lines().count(), error);
        assertTrue(error.contains(part), error);
    }

    private Process start(Path file) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        ForwardingMain.class.getName(),
                        file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(directory.resolve("log").toFile())
                .start();
    }

    /** Without the tests' own folder: its logback configuration is not the process's. */
    private static String classPath() {
        return Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean answers(int port) {
        try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("forwarding.yaml"), yaml);
    }

    private static String yaml(int relayPort, int grpcPort) {
        return """
                node: {name: QUINTO, id: %s}
                relay: {host: 127.0.0.1, port: %d}
                grpc: {host: 127.0.0.1, port: %d}
                lkms: {host: 127.0.0.1, port: 20102}
                tls:
                  certificate: fm.pem
                  key: fm.key
                  ca: ca.pem
                neighbours:
                  - {id: 00000000-0000-4000-8000-000000000009, name: NORTE, host: 127.0.0.1, port: 20123}
                stateDirectory: state
                """.formatted(new UUID(0, 7), relayPort, grpcPort);
    }
}
