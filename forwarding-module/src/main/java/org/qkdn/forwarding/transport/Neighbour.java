package org.qkdn.forwarding.transport;

import java.util.UUID;

/** A node this one may relay with: local policy, which no controller can widen. */
public record Neighbour(UUID id, String name, String host, int port) {
    public Neighbour {
        if (id == null || name == null || name.isBlank() || host == null || host.isBlank()) {
            throw new IllegalArgumentException("a neighbour needs id (its qkdn_id), name, host and port");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port of neighbour " + name + " is not in 1..65535: " + port);
        }
    }

    /** The name its forwarding module's certificate must carry. */
    public String commonName() {
        return "fm-" + name;
    }
}
