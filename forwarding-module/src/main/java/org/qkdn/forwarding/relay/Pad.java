package org.qkdn.forwarding.relay;

/** Key for one message, and the name under which the receiver finds the same. */
record Pad(PadName name, KeyBytes key) implements AutoCloseable {
    @Override
    public void close() {
        key.close();
    }
}
