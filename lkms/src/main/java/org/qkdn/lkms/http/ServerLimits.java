package org.qkdn.lkms.http;

import java.time.Duration;

/**
 * What one server bears of its clients.
 *
 * @param connections at once, over all clients
 * @param connectionsPerSae at once
 * @param handshake how long TLS may take
 * @param request how long a request may take from its first byte to its last, also where it trickles
 * @param idle how long a connection may rest, or a client leave its answer unread
 * @param bodyBytes largest body of a request
 * @param waiting requests sent without waiting for answers that are read ahead
 */
public record ServerLimits(
        int connections,
        int connectionsPerSae,
        Duration handshake,
        Duration request,
        Duration idle,
        int bodyBytes,
        int waiting) {
    public static final ServerLimits USUAL = new ServerLimits(
            1024, 256, Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(120), 64 * 1024, 16);
}
