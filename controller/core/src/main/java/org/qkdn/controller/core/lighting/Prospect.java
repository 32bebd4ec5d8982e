package org.qkdn.controller.core.lighting;

import java.time.Duration;
import org.qkdn.controller.core.pairing.DirectLink;

/**
 * A direct link that could be lit, or is, and what that would be worth.
 *
 * @param rate that it makes, in bits per second: as it is observed where it ever worked, else as expected
 * @param deficitBits key that its association lacks over the horizon
 * @param lit whether its pair is made already
 * @param locked whether the operator wants one of its modules to stay as it is
 * @param dark for how long it makes no key if it is to be lit now; zero where it is lit
 */
public record Prospect(DirectLink link, long rate, long deficitBits, boolean lit, boolean locked, Duration dark) {
    private static final long MOST_BITS = 1L << 30;
    private static final long MOST_RATE = 1L << 26;

    public Prospect {
        if (rate < 0 || deficitBits < 0) {
            throw new IllegalArgumentException("neither rate nor deficit is below zero: " + rate + ", " + deficitBits);
        }
    }

    public Association association() {
        return Association.of(link);
    }

    /** What makes no key is not to be lit, but need not be put out either. */
    public boolean isWorthWhile() {
        return lit || rate > 0;
    }

    /** Key made within the horizon that the association lacks. What is made beyond is of no use now. */
    long useful(Duration horizon) {
        return Math.min(deficitBits, madeWithin(horizon.minus(dark)));
    }

    /** Key not made in this time. */
    long madeWithin(Duration time) {
        return time.isNegative() ? 0 : Math.round(rate * (time.toMillis() / 1000.0));
    }

    /**
     * Deficit times rate, less what of the horizon is spent in the dark; never nothing where it makes key at all. Rates and
     * deficits beyond any that exist are cut, so that sums stay exact.
     */
    public long weight(Duration horizon) {
        if (rate == 0) {
            return 0;
        }
        long lit = Math.max(0, horizon.minus(dark).toMillis());
        long useful = Math.min(deficitBits, MOST_BITS) * lit / horizon.toMillis();
        return 1 + useful * Math.min(rate, MOST_RATE);
    }
}
