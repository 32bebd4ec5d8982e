package org.qkdn.netconf.session;

import io.netty.util.Timeout;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One session's subscription. Its notifications follow the answer to create-subscription: first those of the log that it
 * asks for, then what happens from then on. None is lost and none comes twice.
 */
final class Subscription {
    private final SubscriptionTerms terms;
    private final AtomicInteger unsent = new AtomicInteger();
    private long seen;
    private boolean active;
    private Optional<Timeout> end = Optional.empty();

    Subscription(SubscriptionTerms terms) {
        this.terms = terms;
    }

    SubscriptionTerms terms() {
        return terms;
    }

    /** Notifications handed to the session and not yet written. */
    AtomicInteger unsent() {
        return unsent;
    }

    /** Answers, replays, and goes on with what comes after; a second time it only answers. */
    synchronized void begin(Runnable answer, ReplayLog log, Consumer<ReplayLog.Event> send, Runnable replayed) {
        if (!active && terms.start().isEmpty()) {
            // before the answer: what happens once the client has it must not be lost
            seen = log.last();
        }
        answer.run();
        if (active) {
            return;
        }
        active = true;
        if (terms.start().isEmpty()) {
            return;
        }
        for (var event : log.events()) {
            seen = event.number();
            if (terms.covers(event.time())) {
                send.accept(event);
            }
        }
        replayed.run();
    }

    synchronized void hear(ReplayLog.Event event, Consumer<ReplayLog.Event> send) {
        if (active && event.number() > seen && terms.covers(event.time())) {
            send.accept(event);
        }
    }

    synchronized boolean isActive() {
        return active;
    }

    synchronized void endsWith(Timeout timer) {
        end = Optional.of(timer);
    }

    synchronized void forgotten() {
        active = false;
        end.ifPresent(Timeout::cancel);
    }
}
