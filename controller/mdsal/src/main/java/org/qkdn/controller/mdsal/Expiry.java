package org.qkdn.controller.mdsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.KeyService;

/** Tells the engine, which has no clock, that services expired. */
final class Expiry {
    /** A clock that is set is noticed after this time. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Consumer<Event> events;
    private final BiConsumer<Duration, Runnable> after;
    /** Counts the configurations; who sleeps for an older one wakes for nothing. */
    private final AtomicLong turn = new AtomicLong();

    /** {@code after} does something after some time. */
    Expiry(InstantSource clock, Consumer<Event> events, BiConsumer<Duration, Runnable> after) {
        this.clock = clock;
        this.events = events;
        this.after = after;
    }

    /** Those that expired already; the others are told when their time has come, until this is asked again. */
    List<Event.ServiceExpired> of(Collection<KeyService> services) {
        List<Event.ServiceExpired> all = new ArrayList<>();
        services.forEach(service ->
                service.terms().expires().ifPresent(time -> all.add(new Event.ServiceExpired(service.name(), time))));
        var now = clock.instant();
        watch(all.stream().filter(each -> each.at().isAfter(now)).toList(), turn.incrementAndGet(), now);
        return all.stream().filter(each -> !each.at().isAfter(now)).toList();
    }

    private void watch(List<Event.ServiceExpired> ahead, long since, Instant now) {
        ahead.stream()
                .map(Event.ServiceExpired::at)
                .min(Comparator.naturalOrder())
                .map(next -> Duration.between(now, next).plusMillis(1))
                .map(left -> left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP)
                .ifPresent(sleep -> after.accept(sleep, () -> wake(ahead, since)));
    }

    private void wake(List<Event.ServiceExpired> ahead, long since) {
        if (turn.get() == since) {
            var now = clock.instant();
            ahead.stream().filter(each -> !each.at().isAfter(now)).forEach(events);
            watch(ahead.stream().filter(each -> each.at().isAfter(now)).toList(), since, now);
        }
    }
}
