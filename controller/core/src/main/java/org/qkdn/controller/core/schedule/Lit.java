package org.qkdn.controller.core.schedule;

import java.util.List;

/**
 * Pairs that make keys at the same time.
 *
 * @param sharePpm for how much of the period, in millionths
 */
public record Lit(List<Candidate> pairs, int sharePpm) {
    static final int WHOLE = 1_000_000;

    public Lit {
        pairs = List.copyOf(pairs);
        if (sharePpm < 0 || sharePpm > WHOLE) {
            throw new IllegalArgumentException("no share of a period: " + sharePpm + " ppm");
        }
    }
}
