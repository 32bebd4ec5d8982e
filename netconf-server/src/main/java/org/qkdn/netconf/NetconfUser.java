package org.qkdn.netconf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.AuthorizedKeyEntry;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.PublicKeyEntryResolver;

/** Who may log in, with which key, and what for. */
public record NetconfUser(String name, PublicKey publicKey, Access access) {
    /** READ_ONLY users may get, subscribe and close their session: no edit, lock, commit, kill-session or own RPC. */
    public enum Access {
        READ_WRITE,
        READ_ONLY
    }

    /** From an OpenSSH {@code .pub} file. The exception's message names the file and what to do. */
    public static NetconfUser of(String name, Path publicKey, Access access) throws IOException {
        final String line;
        try {
            line = Files.readString(publicKey).strip();
        } catch (IOException e) {
            throw new IOException(publicKey + ": the public key of user " + name + " cannot be read; put it there", e);
        }
        try {
            final var entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line);
            if (entry == null) {
                throw new IllegalArgumentException("no key in it");
            }
            return new NetconfUser(name, entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING), access);
        } catch (IllegalArgumentException | GeneralSecurityException | IOException e) {
            throw new IOException(
                    publicKey + ": not an OpenSSH public key line (" + e.getMessage()
                            + "); make one with ssh-keygen -y -f <private key>",
                    e);
        }
    }
}
