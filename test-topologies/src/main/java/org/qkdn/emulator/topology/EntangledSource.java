package org.qkdn.emulator.topology;

/**
 * A source of entangled photons: one photon of each pair enters either of two ports of a site's switch. Two transceivers
 * that these ports lead to make a block of key in each so many milliseconds.
 *
 * @param blocks after so many it is dark for good
 */
public record EntangledSource(
        String name, String site, int firstPort, int secondPort, int blockBits, int blockMillis, int blocks) {
    public MeasuredRate rate() {
        return new MeasuredRate(1000L * blockBits / blockMillis, 0);
    }
}
