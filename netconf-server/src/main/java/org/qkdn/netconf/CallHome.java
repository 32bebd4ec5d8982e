package org.qkdn.netconf;

import java.util.Locale;
import java.util.Optional;

/** A client that a server connects to by itself, and goes on trying to (RFC 8071). */
public record CallHome(String host, int port, Protocol protocol) {
    /** What is spoken once the connection is there; the server stays the server. */
    public enum Protocol {
        SSH,
        TLS;

        public static Optional<Protocol> named(String name) {
            return switch (name) {
                case "ssh" -> Optional.of(SSH);
                case "tls" -> Optional.of(TLS);
                default -> Optional.empty();
            };
        }
    }

    public CallHome {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("no such port to call home to: " + port);
        }
    }

    @Override
    public String toString() {
        return protocol.name().toLowerCase(Locale.ROOT) + " " + host + ":" + port;
    }
}
