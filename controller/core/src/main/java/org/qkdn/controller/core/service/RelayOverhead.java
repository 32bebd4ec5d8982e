package org.qkdn.controller.core.service;

import com.google.common.math.LongMath;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * What relaying costs: each block of 4096 bits takes 4096 bits of link key as one-time pad and 256 bits for the one-time
 * authentication of the message and of its acknowledgement each, so nine bits for every eight.
 */
public final class RelayOverhead {
    private RelayOverhead() {}

    /** Rate of link key that relaying keys at {@code rate} takes on each hop, rounded up. */
    public static SecretKeyRate on(SecretKeyRate rate) {
        return new SecretKeyRate(on(rate.bitsPerSecond()));
    }

    /** The same of bare figures, in bits per second. */
    static long on(long rate) {
        if (rate < Long.MAX_VALUE / 16) {
            return (9 * rate + 7) / 8;
        }
        return LongMath.saturatedAdd(LongMath.saturatedMultiply(rate, 9), 7) / 8;
    }

    /** The largest rate of keys of which the relay takes no more than {@code left} on each hop. */
    public static SecretKeyRate within(SecretKeyRate left) {
        return new SecretKeyRate(within(left.bitsPerSecond()));
    }

    /** The same of bare figures, in bits per second; negative where nothing is left. */
    static long within(long left) {
        return left < 0 ? left : left / 9 * 8 + left % 9 * 8 / 9;
    }
}
