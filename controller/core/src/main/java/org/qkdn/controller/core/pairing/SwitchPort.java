package org.qkdn.controller.core.pairing;

import java.util.Comparator;

/** A port of an optical switch. */
public record SwitchPort(String device, int port) implements Comparable<SwitchPort> {
    private static final Comparator<SwitchPort> ORDER =
            Comparator.comparing(SwitchPort::device).thenComparingInt(SwitchPort::port);

    @Override
    public int compareTo(SwitchPort other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return device + ":" + port;
    }
}
