package org.qkdn.controller.southbound;

/**
 * A node's agent or an optical switch as the operator registered it.
 *
 * @param name of the node or switch
 * @param user SSH user name
 * @param credentialName which private key to log in with: a name, never the key itself
 * @param hostKeyFingerprint the only host key accepted, as OpenSSH prints it: {@code SHA256:base64}
 */
public record ManagedDevice(
        String name, String host, int port, String user, String credentialName, String hostKeyFingerprint) {}
