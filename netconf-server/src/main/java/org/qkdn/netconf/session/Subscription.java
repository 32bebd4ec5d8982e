package org.qkdn.netconf.session;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.qkdn.netconf.filter.Filter;

/** One session's subscription. Its notifications follow the answer to create-subscription, and none after is lost. */
final class Subscription {
    private final Optional<Filter> filter;
    private final AtomicInteger unsent = new AtomicInteger();
    private boolean active;

    Subscription(Optional<Filter> filter) {
        this.filter = filter;
    }

    Optional<Filter> filter() {
        return filter;
    }

    /** Notifications handed to the session and not yet written. */
    AtomicInteger unsent() {
        return unsent;
    }

    synchronized void activate(Runnable answer) {
        answer.run();
        active = true;
    }

    synchronized void ifActive(Runnable notify) {
        if (active) {
            notify.run();
        }
    }

    synchronized boolean isActive() {
        return active;
    }
}
