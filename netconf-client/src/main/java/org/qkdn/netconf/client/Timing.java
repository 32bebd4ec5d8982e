package org.qkdn.netconf.client;

import java.time.Duration;

/**
 * How long to wait for a server.
 *
 * @param connect from the first packet to the server's hello
 * @param reply from a request to its answer
 * @param keepAlive between two SSH keep-alive requests; three without an answer end the session
 */
public record Timing(Duration connect, Duration reply, Duration keepAlive) {
    public static final Timing DEFAULT =
            new Timing(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(10));
}
