package org.qkdn.controller.southbound;

import java.time.Duration;

/**
 * How often things are done.
 *
 * @param report between two readings of a node, at most
 * @param watch between two readings of a node that has an enabled PHYS link which makes no key yet
 * @param switchReport between two readings of a switch, at most
 * @param firstRetry before the second attempt to connect or to program; doubles with each further one
 * @param longestRetry between two attempts
 * @param calm between two readings that notifications call for, and between two notifications of one link that are passed
 *     on, at least
 */
public record Pace(
        Duration report,
        Duration watch,
        Duration switchReport,
        Duration firstRetry,
        Duration longestRetry,
        Duration calm) {
    public static final Pace DEFAULT = new Pace(
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMillis(500));
}
