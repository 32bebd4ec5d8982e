package org.qkdn.lkms.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The file of the key under which key blocks are encrypted at rest: 32 raw bytes, readable by the owner only. */
final class KeyEncryptingKey {
    private static final int LENGTH = 32;

    private KeyEncryptingKey() {}

    static KeyBytes read(Path file) throws StateException {
        try {
            if (!Files.exists(file)) {
                throw new StateException(
                        file + " is missing, so the stored keys cannot be read: restore that file from a"
                                + " backup, or remove the database beside it to start with empty stores");
            }
            var permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            if (!permissions.endsWith("------")) {
                throw new StateException(file + " is open to others (" + permissions + "): run chmod 600 on it");
            }
            var bytes = Files.readAllBytes(file);
            if (bytes.length != LENGTH) {
                throw new StateException(file + " holds " + bytes.length + " bytes instead of " + LENGTH
                        + ": restore that file from a backup, or remove it and the database beside it to start with"
                        + " empty stores");
            }
            return KeyBytes.owning(bytes);
        } catch (StateException e) {
            throw e;
        } catch (IOException e) {
            throw new StateException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static KeyBytes create(Path file) throws StateException {
        var bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, bytes, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            return KeyBytes.owning(bytes);
        } catch (IOException e) {
            throw new StateException(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
