package org.qkdn.netconf.restconf;

import java.time.Duration;

/**
 * What a server bears of its clients.
 *
 * @param connections at once
 * @param handshake how long TLS may take
 * @param request how long a request may take from its first byte to its last, also where it trickles
 * @param idle how long a connection may rest, or a client leave its answer unread
 * @param heartbeat how often an event stream without events shows that it is alive; less than {@code idle}
 * @param bodyBytes largest body of a request
 * @param unsentEvents a client that leaves more events unread is let go
 */
public record RestconfLimits(
        int connections,
        Duration handshake,
        Duration request,
        Duration idle,
        Duration heartbeat,
        int bodyBytes,
        int unsentEvents) {
    public static final RestconfLimits USUAL = new RestconfLimits(
            256,
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(120),
            Duration.ofSeconds(20),
            4 << 20,
            1000);
}
