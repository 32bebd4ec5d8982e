package org.qkdn.emulator.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A key of 256 bit in hexadecimal, for its owner only. */
final class PresharedKeyFile {
    private PresharedKeyFile() {}

    static void makeIfMissing(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
