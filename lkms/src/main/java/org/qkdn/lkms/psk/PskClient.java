package org.qkdn.lkms.psk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One client of TLS-PSK as the configuration names it.
 *
 * @param identity what it calls itself in the handshake
 * @param sae the SAE of this node it is
 * @param keyFile its key: at least 64 hexadecimal digits, mode 0600
 */
public record PskClient(String identity, String sae, Path keyFile) {
    private static final int LONGEST_IDENTITY = 128;

    public PskClient {
        if (identity == null
                || identity.isEmpty()
                || identity.getBytes(StandardCharsets.UTF_8).length > LONGEST_IDENTITY) {
            throw new IllegalArgumentException("'identity' is missing or longer than 128 bytes: name the PSK identity");
        }
        if (sae == null || sae.isEmpty()) {
            throw new IllegalArgumentException("'sae' of identity " + identity + " is missing: name one of 'saes'");
        }
        if (keyFile == null) {
            throw new IllegalArgumentException(
                    "'keyFile' of identity " + identity + " is missing: name a file made with 'openssl rand -hex 32'");
        }
    }

    /** Relative paths are relative to the directory. */
    public PskClient relativeTo(Path directory) {
        return new PskClient(identity, sae, directory.resolve(keyFile));
    }
}
