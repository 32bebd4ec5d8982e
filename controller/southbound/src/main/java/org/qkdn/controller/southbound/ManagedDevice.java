package org.qkdn.controller.southbound;

import java.util.Arrays;

/**
 * A node's agent or an optical switch as the operator registered it.
 *
 * @param name of the node or switch
 * @param user SSH user name
 * @param credentialName which private key to log in with: a name, never the key itself
 * @param hostKeyFingerprint the only host key or certificate accepted, {@code SHA256:base64} as OpenSSH prints it; empty
 *     until the operator has accepted one
 */
public record ManagedDevice(
        String name,
        String host,
        int port,
        String user,
        String credentialName,
        String hostKeyFingerprint,
        Protocol protocol) {
    /** How a session comes about. */
    public enum Protocol {
        SSH("netconf-ssh"),
        TLS("netconf-tls"),
        SSH_CALL_HOME("netconf-ssh-call-home"),
        TLS_CALL_HOME("netconf-tls-call-home");

        private final String model;

        Protocol(String model) {
            this.model = model;
        }

        /** By its name in the module qkdn-inventory. */
        public static Protocol named(String name) {
            return Arrays.stream(values())
                    .filter(protocol -> protocol.model.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no such management protocol: " + name));
        }
    }

    public ManagedDevice(
            String name, String host, int port, String user, String credentialName, String hostKeyFingerprint) {
        this(name, host, port, user, credentialName, hostKeyFingerprint, Protocol.SSH);
    }
}
