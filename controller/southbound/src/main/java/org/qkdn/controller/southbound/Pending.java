package org.qkdn.controller.southbound;

import java.util.Optional;

/**
 * The newest desired state that is still to be brought about. The same one again comes after a growing pause, whether it
 * was refused or accepted without effect: the engine answers each report that differs with the same command. Times are
 * those of {@link System#nanoTime}.
 */
final class Pending<T> {
    private final Backoff backoff;
    private Optional<T> wanted = Optional.empty();
    private Optional<T> tried = Optional.empty();
    private long notBefore;

    Pending(Backoff backoff) {
        this.backoff = backoff;
    }

    /** Replaces what was wanted before. */
    synchronized void want(T desired) {
        wanted = Optional.of(desired);
    }

    /** What was wanted in an earlier session may be wrong by now. */
    synchronized void forget() {
        wanted = Optional.empty();
    }

    synchronized Optional<T> due(long now) {
        return untilDue(now).filter(wait -> wait <= 0).isPresent() ? wanted : Optional.empty();
    }

    /** Nanoseconds until something is due; empty when nothing is wanted. */
    synchronized Optional<Long> untilDue(long now) {
        return wanted.map(w -> tried.equals(wanted) ? Math.max(0, notBefore - now) : 0L);
    }

    /** It was so already: nothing had to be sent. */
    synchronized void found(T desired) {
        settle(desired);
        tried = Optional.empty();
    }

    synchronized void accepted(T desired, long now) {
        pause(desired, now);
        settle(desired);
    }

    /** Stays wanted. */
    synchronized void refused(T desired, long now) {
        pause(desired, now);
    }

    private void settle(T desired) {
        if (wanted.equals(Optional.of(desired))) {
            wanted = Optional.empty();
        }
    }

    private void pause(T desired, long now) {
        if (!tried.equals(Optional.of(desired))) {
            backoff.reset();
        }
        tried = Optional.of(desired);
        notBefore = now + backoff.next().toNanos();
    }
}
