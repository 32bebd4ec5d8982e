package org.qkdn.netconf.session;

import java.time.Instant;
import java.util.function.BiPredicate;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;

/** Somebody who hears notifications by another protocol than NETCONF. */
public final class Follower {
    /** Where they go. Called one after the other, in order; must not block. */
    @FunctionalInterface
    public interface Sink {
        void hear(Instant time, ContainerNode notification);
    }

    private final Subscription subscription;
    private final Sink sink;
    private final BiPredicate<ReplayLog.Event, Subscription> passes;

    Follower(Subscription subscription, Sink sink, BiPredicate<ReplayLog.Event, Subscription> passes) {
        this.subscription = subscription;
        this.sink = sink;
        this.passes = passes;
    }

    /** Answers, replays what is asked for, and goes on with what comes after. */
    void begin(Runnable answer, ReplayLog log) {
        subscription.begin(answer, log, this::send, () -> {});
    }

    void hear(ReplayLog.Event event) {
        subscription.hear(event, this::send);
    }

    void forgotten() {
        subscription.forgotten();
    }

    private void send(ReplayLog.Event event) {
        if (passes.test(event, subscription)) {
            sink.hear(event.time(), event.body());
        }
    }
}
