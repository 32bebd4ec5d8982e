package org.qkdn.netconf.client;

import java.nio.file.Path;

/**
 * A NETCONF server and how either side is known to the other. Its key or certificate is pinned: no other is accepted, and
 * none at all while the fingerprint is empty, for a first contact needs a person's word.
 */
public sealed interface NetconfTarget {
    /** For log lines and messages. */
    String address();

    /**
     * Over SSH.
     *
     * @param user SSH user name
     * @param privateKey PEM file of the user's private key, traditional or PKCS#8; read at each connect
     * @param hostKeyFingerprint as OpenSSH prints it: {@code SHA256:base64}
     */
    record Ssh(String host, int port, String user, Path privateKey, String hostKeyFingerprint)
            implements NetconfTarget {
        @Override
        public String address() {
            return host + ":" + port;
        }
    }

    /**
     * Over TLS.
     *
     * @param certificateFingerprint SHA-256 of the DER encoding, written as for SSH
     */
    record Tls(String host, int port, TlsKeys keys, String certificateFingerprint) implements NetconfTarget {
        @Override
        public String address() {
            return host + ":" + port;
        }
    }

    /** One that calls us and then speaks SSH (RFC 8071). */
    record SshCaller(String name, String user, Path privateKey, String hostKeyFingerprint) implements NetconfTarget {
        @Override
        public String address() {
            return name;
        }
    }

    /** One that calls us and then speaks TLS, where we show the certificate of the {@link Reception}. */
    record TlsCaller(String name, String certificateFingerprint) implements NetconfTarget {
        @Override
        public String address() {
            return name;
        }
    }
}
