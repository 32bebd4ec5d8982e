package org.qkdn.emulator.check;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** A direct link that is being set up, since when, and when it should have made key. */
final class Lighting {
    private static final Duration TO_BECOME_ACTIVE = Duration.ofSeconds(60);
    /** An LKMS takes the first key of a link in a block of about 8 kbit, and either end has to make one. */
    private static final double FIRST_BITS = 2 * 8192;

    /** Where the controller does not know what to expect. */
    private static final long UNKNOWN_BITS_PER_SECOND = 500;

    private final FeasibleLink link;
    private final Duration toMakeKey;
    private final Instant begun = Instant.now();
    private Instant deadline = begun.plus(TO_BECOME_ACTIVE);
    private boolean wasActive;

    private Lighting(FeasibleLink link, Duration toMakeKey) {
        this.link = link;
        this.toMakeKey = toMakeKey;
    }

    static Lighting begin(FeasibleLink link, BigDecimal speed) {
        long usual = link.expected() == 0 ? UNKNOWN_BITS_PER_SECOND : link.expected();
        double bitsPerSecond = usual * speed.doubleValue();
        return new Lighting(link, Duration.ofSeconds((long) (30 + 2 * FIRST_BITS / bitsPerSecond)));
    }

    FeasibleLink link() {
        return link;
    }

    /** From now on the slow ones get the time that they need. */
    void active() {
        if (!wasActive) {
            wasActive = true;
            deadline = Instant.now().plus(toMakeKey);
        }
    }

    boolean isOverdue() {
        return Instant.now().isAfter(deadline);
    }

    String seconds() {
        return "%.1f".formatted(Duration.between(begun, Instant.now()).toMillis() / 1000.0);
    }
}
