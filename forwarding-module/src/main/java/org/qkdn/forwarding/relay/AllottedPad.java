package org.qkdn.forwarding.relay;

/** A pad this node may use for one message, and the name under which the receiver finds the same. */
public record AllottedPad(PadSlice slice, KeyBytes key) implements AutoCloseable {
    @Override
    public void close() {
        key.close();
    }
}
