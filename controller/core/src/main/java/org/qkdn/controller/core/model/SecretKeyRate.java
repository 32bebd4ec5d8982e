package org.qkdn.controller.core.model;

/** Secret key rate, in bits per second. */
public record SecretKeyRate(long bitsPerSecond) implements Comparable<SecretKeyRate> {
    public static final SecretKeyRate ZERO = new SecretKeyRate(0);

    public SecretKeyRate {
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("rate is negative: " + bitsPerSecond);
        }
    }

    public SecretKeyRate plus(SecretKeyRate other) {
        return new SecretKeyRate(Math.addExact(bitsPerSecond, other.bitsPerSecond));
    }

    /** What is left after taking the other away; zero where nothing is. */
    public SecretKeyRate minus(SecretKeyRate other) {
        return new SecretKeyRate(Math.max(0, bitsPerSecond - other.bitsPerSecond));
    }

    @Override
    public int compareTo(SecretKeyRate other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }
}
