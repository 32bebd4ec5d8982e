package org.qkdn.lkms.store.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.store.StateException;

/**
 * Keys in a token of SoftHSM2. Its library reads its configuration once in a process, from the environment: so what uses
 * the token runs in processes of its own ({@link Pkcs11Program}).
 */
class Pkcs11SourceTest {
    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    @TempDir
    Path directory;

    @BeforeEach
    void aToken() throws Exception {
        assumeTrue(
                Files.exists(LIBRARY) && Files.exists(Path.of("/usr/bin/pkcs11-tool")),
                "SoftHSM2 is not installed (Debian packages softhsm2, opensc): the test of tokens is skipped");
        Files.createDirectory(directory.resolve("tokens"));
        Files.writeString(
                directory.resolve("softhsm2.conf"),
                "directories.tokendir = " + directory.resolve("tokens") + "\nobjectstore.backend = file\n");
        run("softhsm2-util", "--init-token", "--free", "--label", "qkdn", "--pin", "1234", "--so-pin", "5678");
        for (var label : List.of("kek", "kek-2")) {
            run(
                    "pkcs11-tool",
                    "--module",
                    LIBRARY.toString(),
                    "--login",
                    "--pin",
                    "1234",
                    "--keygen",
                    "--key-type",
                    "AES:32",
                    "--sensitive",
                    "--label",
                    label);
        }
        var pin = directory.resolve("pin");
        Files.writeString(pin, "1234\n");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
    }

    private String run(String... command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("SOFTHSM2_CONF", directory.resolve("softhsm2.conf").toString());
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private String program(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Pkcs11Program.class.getName(),
                directory.resolve("state").toString(),
                LIBRARY.toString(),
                directory.resolve("pin").toString()));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    @Test
    void keyStaysInTheTokenAndCanBeChanged() throws Exception {
        assertTrue(program("store", "kek").contains("stored"));
        assertTrue(program("count", "kek").contains("64 bytes"));
        assertTrue(program("count", "kek-2").contains("is not the key of"));
        assertTrue(program("count", "kek-2", "kek").contains("64 bytes"), "rewrapped");
        assertTrue(program("count", "kek-2").contains("64 bytes"), "the old key is not needed any more");
        assertTrue(program("count", "pkcs12", "kek-2").contains("64 bytes"), "out of the token");
        assertTrue(program("count", "none").contains("has no secret key of this label"));
        Files.writeString(directory.resolve("pin"), "4321");
        assertTrue(program("count", "kek").contains("CKR_PIN_INCORRECT"));
    }

    @Test
    void missingLibraryIsNamed() throws Exception {
        var source = new Pkcs11Source(Path.of("/none.so"), null, "kek", directory.resolve("pin"));
        var failure = assertThrows(StateException.class, source::open);
        assertTrue(failure.getMessage().contains("/none.so does not exist"), failure.getMessage());
    }
}
