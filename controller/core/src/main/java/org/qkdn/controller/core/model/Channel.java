package org.qkdn.controller.core.model;

/**
 * Wavelength as ETSI GS QKD 015 writes it: below 100 the number of an ITU-T G.694.1 channel of the 100 GHz grid, else
 * nanometres.
 */
public record Channel(int number) implements Comparable<Channel> {
    public Channel {
        if (number < 1 || number > 9999) {
            throw new IllegalArgumentException("wavelength is not within 1..9999: " + number);
        }
    }

    /** 1260 to 1360 nm, where fibre loses more than in the C band. */
    public boolean isOBand() {
        return number >= 1260 && number <= 1360;
    }

    @Override
    public int compareTo(Channel other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
