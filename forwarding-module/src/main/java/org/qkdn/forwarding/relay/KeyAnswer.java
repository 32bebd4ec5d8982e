package org.qkdn.forwarding.relay;

/** What the node's key management said to a request for keys. */
public sealed interface KeyAnswer<T> {
    record Given<T>(T value) implements KeyAnswer<T> {}

    record Withheld<T>(FailureReason reason) implements KeyAnswer<T> {}
}
