package org.qkdn.optical;

/** Whether light may be led through a port. */
public enum PortHealth {
    ENABLED("is in order"),
    DISABLED("is disabled"),
    FAILED("has failed"),
    /** The protocol, or this switch, does not tell: taken for usable until it refuses. */
    UNKNOWN("is in an unknown state");

    private final String words;

    PortHealth(String words) {
        this.words = words;
    }

    boolean isUsable() {
        return this == ENABLED || this == UNKNOWN;
    }

    /** After "port 3". */
    String words() {
        return words;
    }
}
