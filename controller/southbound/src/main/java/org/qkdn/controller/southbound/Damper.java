package org.qkdn.controller.southbound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.qkdn.controller.core.engine.Event;
import org.qkdn.controller.core.model.KeyAssociationLinkId;

/**
 * Takes the storm out of notifications: of what is said of one link only the newest is passed on, once per pause; the first
 * after a quiet time at once, and at once that a link went down which made key. Times are those of
 * {@link System#nanoTime}.
 */
final class Damper {
    private final long pauseNanos;
    private final Map<KeyAssociationLinkId, Said> links = new HashMap<>();
    private final Map<Event.ApplicationAsked, Long> asked = new HashMap<>();

    Damper(long pauseNanos) {
        this.pauseNanos = pauseNanos;
    }

    /** What is to be passed on now. */
    Optional<Event> offer(Event event, long now) {
        return switch (event) {
            case Event.LinkWentDown down -> said(down.link(), event, now);
            case Event.LinkPerformed performed -> said(performed.link(), event, now);
            case Event.ApplicationAsked ask -> asked(ask, now);
            default -> Optional.of(event);
        };
    }

    /** What has waited long enough. */
    List<Event> due(long now) {
        final var due = new ArrayList<Event>();
        links.replaceAll((link, said) -> {
            if (said.waiting().isEmpty() || now - said.passedAt() < pauseNanos) {
                return said;
            }
            final var event = said.waiting().get();
            due.add(event);
            return new Said(event, now, Optional.empty());
        });
        return due;
    }

    /** Nanoseconds until something is; empty when nothing waits. */
    Optional<Long> untilDue(long now) {
        return links.values().stream()
                .filter(said -> said.waiting().isPresent())
                .map(said -> Math.max(0, said.passedAt() + pauseNanos - now))
                .min(Long::compare);
    }

    /** A reading tells all that was still to be said. */
    void read() {
        links.replaceAll((link, said) -> new Said(said.passed(), said.passedAt(), Optional.empty()));
    }

    private Optional<Event> said(KeyAssociationLinkId link, Event event, long now) {
        final var before = links.get(link);
        final var turnsBad = before != null
                && event instanceof Event.LinkWentDown
                && !(before.passed() instanceof Event.LinkWentDown);
        if (before == null || turnsBad || now - before.passedAt() >= pauseNanos) {
            links.put(link, new Said(event, now, Optional.empty()));
            return Optional.of(event);
        }
        links.put(link, new Said(before.passed(), before.passedAt(), Optional.of(event)));
        return Optional.empty();
    }

    private Optional<Event> asked(Event.ApplicationAsked ask, long now) {
        asked.values().removeIf(at -> now - at >= pauseNanos);
        return asked.putIfAbsent(ask, now) == null ? Optional.of(ask) : Optional.empty();
    }

    private record Said(Event passed, long passedAt, Optional<Event> waiting) {}
}
