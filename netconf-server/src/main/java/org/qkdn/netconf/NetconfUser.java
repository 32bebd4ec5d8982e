package org.qkdn.netconf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.AuthorizedKeyEntry;
import org.opendaylight.netconf.shaded.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * Who may log in, and what for: over SSH with the key, over TLS with a certificate whose common name is the user's name.
 *
 * @param publicKey empty: over TLS only
 */
public record NetconfUser(String name, Optional<PublicKey> publicKey, Access access) {
    /**
     * A user's role, which the server's own settings give, and which access control takes for a group that the transport
     * reports (RFC 8341, enable-external-groups).
     */
    public enum Access {
        /** Everything, unless a configured rule says otherwise. */
        READ_WRITE("read-write"),
        /** Get, subscribe and close the session: no edit, lock, commit, kill-session or own RPC. */
        READ_ONLY("read-only"),
        /** No access control at all: for the day when the rules lock everybody out (the recovery session of RFC 8341 1.1). */
        RECOVERY("recovery");

        private final String group;

        Access(String group) {
            this.group = group;
        }

        /** Name of the group, and of the role in configuration files. */
        public String group() {
            return group;
        }

        /** Empty where there is no role of that name. */
        public static Optional<Access> named(String name) {
            return Arrays.stream(values())
                    .filter(access -> access.group.equals(name))
                    .findFirst();
        }
    }

    public NetconfUser(String name, PublicKey publicKey, Access access) {
        this(name, Optional.of(publicKey), access);
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
