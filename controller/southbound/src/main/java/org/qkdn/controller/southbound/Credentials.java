package org.qkdn.controller.southbound;

import java.nio.file.Path;
import java.util.Optional;
import org.qkdn.netconf.client.TlsKeys;

/** Where private keys and passwords are. */
@FunctionalInterface
public interface Credentials {
    /** The PEM file of the private key of that name. */
    Optional<Path> privateKey(String name);

    /** The file that holds the password of that name in its only line. */
    default Optional<Path> password(String name) {
        return Optional.empty();
    }

    /** What the controller shows to those it meets over TLS. */
    default Optional<TlsKeys> certificate() {
        return Optional.empty();
    }
}
