package org.qkdn.controller.core.model;

import java.math.BigDecimal;

/** Optical loss, in thousandths of a decibel, so that sums are exact. */
public record Loss(int milliDb) implements Comparable<Loss> {
    public static final Loss NONE = new Loss(0);

    public Loss {
        if (milliDb < 0) {
            throw new IllegalArgumentException("loss is negative: " + milliDb + " mdB");
        }
    }

    public Loss plus(Loss other) {
        return new Loss(Math.addExact(milliDb, other.milliDb));
    }

    @Override
    public int compareTo(Loss other) {
        return Integer.compare(milliDb, other.milliDb);
    }

    /** For an operator, e.g. {@code 25.1 dB}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(milliDb, 3).stripTrailingZeros().toPlainString() + " dB";
    }
}
