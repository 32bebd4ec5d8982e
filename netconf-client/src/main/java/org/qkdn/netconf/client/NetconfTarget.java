package org.qkdn.netconf.client;

import java.nio.file.Path;

/**
 * A NETCONF server over SSH and how either side is known to the other.
 *
 * @param user SSH user name
 * @param privateKey PEM file of the user's private key, traditional or PKCS#8; read at each connect
 * @param hostKeyFingerprint the only host key that is accepted, as OpenSSH prints it: {@code SHA256:base64}
 */
public record NetconfTarget(String host, int port, String user, Path privateKey, String hostKeyFingerprint) {
    /** For log lines and messages. */
    public String address() {
        return host + ":" + port;
    }
}
