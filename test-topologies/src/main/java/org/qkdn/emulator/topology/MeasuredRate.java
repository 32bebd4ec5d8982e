package org.qkdn.emulator.topology;

/** Secret key rate in bit/s, and the quantum bit error ratio in parts per million (0: the technology reports none). */
public record MeasuredRate(long bitsPerSecond, int qberPpm) {
    public static final MeasuredRate NONE = new MeasuredRate(0, 0);

    public MeasuredRate {
        if (bitsPerSecond < 0 || qberPpm < 0 || qberPpm > 1_000_000) {
            throw new IllegalArgumentException("no rate: " + bitsPerSecond + " bit/s, " + qberPpm + " ppm");
        }
    }
}
