package org.qkdn.forwarding.relay;

/** A neighbour sent bytes that are not of the protocol; its connection ends. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message);
    }
}
