package org.qkdn.controller.southbound;

import java.time.Duration;
import java.util.Arrays;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * A node's agent or an optical switch as the operator registered it.
 *
 * @param name of the node or switch
 * @param user SSH user name, or whatever the protocol knows users by
 * @param credentialName which private key or password to log in with: a name, never the secret itself
 * @param hostKeyFingerprint the only host key or certificate accepted, {@code SHA256:base64} as OpenSSH prints it; empty
 *     until the operator has accepted one
 * @param readInterval of a node whose agent sends no notifications
 * @param assumedRate that an active link of a node makes whose agent reports no rate; zero: none is assumed
 */
public record ManagedDevice(
        String name,
        String host,
        int port,
        String user,
        String credentialName,
        String hostKeyFingerprint,
        Protocol protocol,
        Duration readInterval,
        SecretKeyRate assumedRate) {
    public static final Duration READ_INTERVAL = Duration.ofSeconds(10);

    /** How a session comes about. */
    public enum Protocol {
        SSH("netconf-ssh"),
        TLS("netconf-tls"),
        SSH_CALL_HOME("netconf-ssh-call-home"),
        TLS_CALL_HOME("netconf-tls-call-home"),
        RESTCONF("restconf"),
        POLATIS_RESTCONF("polatis-restconf"),
        POLATIS_RESTCONF_PLAIN("polatis-restconf-plain"),
        POLATIS_SCPI("polatis-scpi"),
        POLATIS_SCPI_PLAIN("polatis-scpi-plain"),
        TAPI("tapi"),
        TAPI_PLAIN("tapi-plain"),
        CALIENT_TL1("calient-tl1"),
        CALIENT_TL1_PLAIN("calient-tl1-plain");

        private final String model;

        Protocol(String model) {
            this.model = model;
        }

        /** By its name in the modules qkdn-inventory and qkdn-optical. */
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

    public ManagedDevice(
            String name,
            String host,
            int port,
            String user,
            String credentialName,
            String hostKeyFingerprint,
            Protocol protocol) {
        this(name, host, port, user, credentialName, hostKeyFingerprint, protocol, READ_INTERVAL, SecretKeyRate.ZERO);
    }
}
