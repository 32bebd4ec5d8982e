package org.qkdn.controller.core.model;

import java.time.Duration;

/**
 * When services that work are moved for gain.
 *
 * @param enabled whether they are at all
 * @param interval from review to review
 * @param gainPercent by how much a move must lower what a service takes of the network, 1 to 100
 * @param holdTime how long a service that was moved is left where it is
 */
public record Reoptimisation(boolean enabled, Duration interval, int gainPercent, Duration holdTime) {
    public static final Reoptimisation DEFAULT =
            new Reoptimisation(true, Duration.ofMinutes(10), 10, Duration.ofMinutes(30));

    public Reoptimisation {
        if (gainPercent < 1 || gainPercent > 100) {
            throw new IllegalArgumentException("gain is not between 1 and 100 percent: " + gainPercent);
        }
    }
}
