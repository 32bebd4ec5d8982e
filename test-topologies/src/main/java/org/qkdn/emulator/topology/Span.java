package org.qkdn.emulator.topology;

import java.util.List;

/**
 * A fibre (pair) between two sites.
 *
 * @param name unique; {@code A-B} unless the file names it
 * @param metres length
 * @param loss in the C band, connectors and add/drop filters included, as measured by the operator
 * @param channels quantum channels that add/drop filters bring out at each end
 */
public record Span(String name, String a, String b, int metres, Loss loss, List<Wavelength> channels) {
    public Span {
        channels = List.copyOf(channels);
    }

    public boolean touches(String site) {
        return a.equals(site) || b.equals(site);
    }

    /** The site at the other end. */
    public String otherEnd(String site) {
        if (!touches(site)) {
            throw new IllegalArgumentException(name + " does not touch " + site);
        }
        return a.equals(site) ? b : a;
    }
}
