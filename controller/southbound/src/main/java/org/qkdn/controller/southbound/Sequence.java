package org.qkdn.controller.southbound;

import java.time.Instant;
import org.qkdn.netconf.client.Notification;

/** Watches the order of one session's notifications. */
final class Sequence {
    private long last;
    private Instant newest = Instant.MIN;

    /** What a notification's place says. */
    enum Order {
        NEXT,
        /** Some before it were lost: only a reading tells what they said. */
        AFTER_GAP,
        /** It happened before one that came earlier: what it says of a state is no longer so. */
        LATE
    }

    /** Starts anew with a session. */
    void begin() {
        last = 0;
        newest = Instant.MIN;
    }

    Order place(Notification notification) {
        final var gap = notification.number() != last + 1;
        last = notification.number();
        final var time = notification.eventTime().orElse(newest);
        if (time.isBefore(newest)) {
            return Order.LATE;
        }
        newest = time;
        return gap ? Order.AFTER_GAP : Order.NEXT;
    }
}
