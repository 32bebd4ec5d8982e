package org.qkdn.emulator.topology;

/** A topology file that cannot be used; the message is one line with file, line and remedy. */
public final class TopologyException extends Exception {
    private static final long serialVersionUID = 1L;

    public TopologyException(String message) {
        super(message);
    }

    public TopologyException(String message, Throwable cause) {
        super(message, cause);
    }
}
