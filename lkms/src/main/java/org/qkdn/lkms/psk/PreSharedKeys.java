package org.qkdn.lkms.psk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qkdn.lkms.store.KeyBytes;

/** The keys that this node's SAEs prove themselves with in TLS-PSK, each in a file of its own. */
public final class PreSharedKeys implements AutoCloseable {
    /** The SKIP draft demands at least 256 bit. */
    private static final int LEAST_BYTES = 32;

    private static final int MOST_BYTES = 64;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Map<String, Client> byIdentity;

    private PreSharedKeys(Map<String, Client> byIdentity) {
        this.byIdentity = byIdentity;
    }

    /** Who comes with an identity. */
    record Client(String identity, String sae, KeyBytes key) {}

    /**
     * Reads all files.
     *
     * @throws IOException with one line that names the file and what to do about it
     */
    public static PreSharedKeys read(List<PskClient> clients) throws IOException {
        var read = new LinkedHashMap<String, Client>();
        for (var client : clients) {
            read.put(client.identity(), new Client(client.identity(), client.sae(), key(client.keyFile())));
        }
        return new PreSharedKeys(read);
    }

    Optional<Client> of(byte[] identity) {
        return Optional.ofNullable(byIdentity.get(new String(identity, StandardCharsets.UTF_8)));
    }

    private static KeyBytes key(Path file) throws IOException {
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IOException(file + " can be read by others: chmod 600 it, and better make a new key");
            }
            var text = Files.readAllBytes(file);
            try {
                return hex(text, file);
            } finally {
                Arrays.fill(text, (byte) 0);
            }
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist: make it with 'openssl rand -hex 32'", e);
        }
    }

    private static KeyBytes hex(byte[] text, Path file) throws IOException {
        int end = text.length;
        while (end > 0 && Character.isWhitespace(text[end - 1])) {
            end--;
        }
        if (end % 2 != 0 || end < 2 * LEAST_BYTES || end > 2 * MOST_BYTES) {
            throw new IOException(
                    file + " holds no key of 256 to 512 bit in hexadecimal: make it with 'openssl rand -hex" + " 32'");
        }
        var key = new byte[end / 2];
        for (int i = 0; i < end; i++) {
            int digit = Character.digit(text[i], 16);
            if (digit < 0) {
                Arrays.fill(key, (byte) 0);
                throw new IOException(file + " is not hexadecimal: make it with 'openssl rand -hex 32'");
            }
            key[i / 2] |= (byte) (i % 2 == 0 ? digit << 4 : digit);
        }
        return KeyBytes.owning(key);
    }

    @Override
    public void close() {
        byIdentity.values().forEach(client -> client.key().close());
    }
}
