package org.qkdn.controller.core.engine;

/**
 * How restless a link is: counted from its first failure, until it has stayed up for the hold-down time. A first failure
 * has no consequence when it is mended; a link that fails again before it counts as steady is held down.
 *
 * @param downs how often it went down
 * @param turn how often it came up since
 */
public record Flaps(int downs, int turn, boolean up) {
    static final Flaps NONE = new Flaps(0, 0, true);

    Flaps down() {
        return new Flaps(downs + 1, turn, false);
    }

    Flaps comesUp() {
        return new Flaps(downs, turn + 1, true);
    }

    boolean isHeld() {
        return downs > 1;
    }

    boolean isSteady(int since) {
        return up && turn == since;
    }
}
