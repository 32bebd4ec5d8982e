package org.qkdn.forwarding.relay;

import java.util.Optional;

/** Which way a block travels over a link; one link carries relays both ways. */
public enum Direction {
    /** From the link's first node to its last. */
    FORWARD(0),
    BACKWARD(1);

    private final int code;

    Direction(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Optional<Direction> of(int code) {
        return switch (code) {
            case 0 -> Optional.of(FORWARD);
            case 1 -> Optional.of(BACKWARD);
            default -> Optional.empty();
        };
    }
}
