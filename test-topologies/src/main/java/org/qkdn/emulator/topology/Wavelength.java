package org.qkdn.emulator.topology;

import java.util.regex.Pattern;

/**
 * A wavelength as ETSI GS QKD 015 writes it: up to three digits are a channel of the 100 GHz grid (37 is C-37, 193.7
 * THz), four digits are nanometres (1310, the O band).
 */
public record Wavelength(int number) implements Comparable<Wavelength> {
    private static final Pattern RANGE = Pattern.compile("([1-9][0-9]{0,3})(?:-([1-9][0-9]{0,3}))?");

    public Wavelength {
        if (number < 1 || number > 9999) {
            throw new IllegalArgumentException("no wavelength: " + number);
        }
    }

    /**
     * From the text of a {@code phys_wavelength} leaf.
     *
     * @throws IllegalArgumentException where it is no number of one to four digits
     */
    public static Wavelength parse(String text) {
        try {
            return new Wavelength(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no wavelength: '" + text + "'", e);
        }
    }

    /** Whether a {@code wavelength-range-type} such as "34-38,1310" is well formed. */
    public static boolean isRange(String range) {
        for (var part : range.split(",", -1)) {
            if (!RANGE.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Whether it lies in a {@code wavelength-range-type} such as "34-38,1310". */
    public boolean isIn(String range) {
        for (var part : range.split(",", -1)) {
            var match = RANGE.matcher(part);
            if (match.matches()) {
                int first = Integer.parseInt(match.group(1));
                int last = match.group(2) == null ? first : Integer.parseInt(match.group(2));
                if (first <= number && number <= last) {
                    return true;
                }
            }
        }
        return false;
    }

    /** 1260 to 1360 nm. */
    public boolean isOBand() {
        return number >= 1260 && number <= 1360;
    }

    @Override
    public int compareTo(Wavelength other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return number < 1000 ? "C-" + number : number + " nm";
    }
}
