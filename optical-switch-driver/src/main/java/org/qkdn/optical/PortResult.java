package org.qkdn.optical;

/** How one connection's change ended. */
public sealed interface PortResult {
    /** Done, and the switch shows it. */
    record Done() implements PortResult {}

    /** Not done: the switch refused, or shows something else than it was told. */
    record Refused(int port, String reason) implements PortResult {}
}
