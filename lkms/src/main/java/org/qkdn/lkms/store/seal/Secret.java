package org.qkdn.lkms.store.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.qkdn.lkms.store.StateException;

/** Passwords and PINs, each in a file of its own that only its owner may read. */
public final class Secret {
    private Secret() {}

    /** The file's first line, for the caller to wipe. */
    public static char[] read(Path file) throws StateException {
        requirePrivate(file);
        var bytes = new byte[0];
        try {
            bytes = Files.readAllBytes(file);
            int end = 0;
            while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
                end++;
            }
            var decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, end));
            var secret = new char[decoded.remaining()];
            decoded.get(secret);
            Arrays.fill(decoded.array(), '\0');
            return secret;
        } catch (IOException e) {
            throw new StateException(file + " cannot be read: " + e.getMessage(), e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Refuses a file that is not there or that others may read. */
    public static void requirePrivate(Path file) throws StateException {
        try {
            if (!Files.exists(file)) {
                throw new StateException(file + " is missing, so the stored keys cannot be read: restore that file from"
                        + " a backup, or move the state directory's files away to start with empty stores");
            }
            var permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            if (!permissions.endsWith("------")) {
                throw new StateException(file + " is open to others (" + permissions + "): run chmod 600 on it");
            }
        } catch (StateException e) {
            throw e;
        } catch (IOException e) {
            throw new StateException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
