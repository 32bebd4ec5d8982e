package org.qkdn.controller.southbound;

import java.nio.file.Path;
import java.util.Optional;

/** Where private keys are. */
@FunctionalInterface
public interface Credentials {
    /** The PEM file of the private key of that name. */
    Optional<Path> privateKey(String name);
}
