package org.qkdn.emulator.topology;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Optical loss, in milli-dB. */
public record Loss(int milliDb) implements Comparable<Loss> {
    public static final Loss NONE = new Loss(0);

    public Loss {
        if (milliDb < 0) {
            throw new IllegalArgumentException("loss is negative: " + milliDb + " mdB");
        }
    }

    public static Loss ofDb(BigDecimal db) {
        return new Loss(db.movePointRight(3).setScale(0, RoundingMode.HALF_UP).intValueExact());
    }

    public Loss plus(Loss other) {
        return new Loss(milliDb + other.milliDb);
    }

    /** Rounded to the nearest milli-dB. */
    public Loss times(BigDecimal factor) {
        return new Loss(BigDecimal.valueOf(milliDb)
                .multiply(factor)
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact());
    }

    @Override
    public int compareTo(Loss other) {
        return Integer.compare(milliDb, other.milliDb);
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(milliDb, 3).stripTrailingZeros().toPlainString() + " dB";
    }
}
