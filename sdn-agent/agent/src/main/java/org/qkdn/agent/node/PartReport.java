package org.qkdn.agent.node;

import java.util.Optional;

/** The last word of a part of the node. */
public sealed interface PartReport<R> {
    record Reported<R>(R report) implements PartReport<R> {}

    /** {@code reason} is for an operator. */
    record Unreachable<R>(String reason) implements PartReport<R> {}

    static <R> PartReport<R> notYet() {
        return new Unreachable<>("not connected yet");
    }

    default Optional<R> latest() {
        return switch (this) {
            case Reported<R> reported -> Optional.of(reported.report());
            case Unreachable<R> unreachable -> Optional.empty();
        };
    }

    /** Why there is no report; empty when there is one. */
    default Optional<String> trouble() {
        return switch (this) {
            case Reported<R> reported -> Optional.empty();
            case Unreachable<R> unreachable -> Optional.of(unreachable.reason());
        };
    }
}
