package org.qkdn.emulator.topology;

import java.util.Map;
import java.util.TreeMap;

/**
 * An all-optical switch at a site. Any port may be connected with any other, and light passes a connection both ways.
 *
 * @param ports they are numbered from 1
 * @param patches ports that lead to a channel of a span; modules name their port themselves
 */
public record OpticalSwitch(String site, int ports, Map<Integer, SpanChannel> patches) {
    public OpticalSwitch {
        patches = java.util.Collections.unmodifiableMap(new TreeMap<>(patches));
    }

    public String name() {
        return "switch-" + site;
    }
}
