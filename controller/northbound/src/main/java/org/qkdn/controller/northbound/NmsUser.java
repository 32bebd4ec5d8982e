package org.qkdn.controller.northbound;

import java.io.IOException;
import java.nio.file.Path;
import org.qkdn.netconf.NetconfUser;

/**
 * Somebody who may log in over SSH.
 *
 * @param publicKey an OpenSSH {@code .pub} line
 */
public record NmsUser(String name, Path publicKey, NmsRole role) {
    /** The same with his key, read from its file. */
    NetconfUser withKey() throws IOException {
        return NetconfUser.of(name, publicKey, role.access());
    }
}
