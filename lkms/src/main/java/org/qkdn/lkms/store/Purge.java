package org.qkdn.lkms.store;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Makes unreadable what was used. A purge begins with a new segment; then what is unused in the segments before, as far as
 * used bytes lie in them, is copied, a little with each group; then the keys of those segments are destroyed.
 *
 * <p>Every record of use before the new segment concerns blocks of the segments that go, or of such as went before: so
 * none of them is needed afterwards.
 */
final class Purge {
    /** Bytes copied with one group, so that none waits long for it. */
    private static final int SLICE = 1 << 16;

    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    private final Homes homes;
    private final Segments segments;
    private final Changes changes;
    private long delay;
    private long notBefore = System.nanoTime();
    private SortedSet<Long> leaving = Collections.emptySortedSet();
    private Optional<CompletableFuture<Boolean>> destruction = Optional.empty();

    /** Used bytes lie readable for about the limit at most. */
    Purge(Homes homes, Segments segments, Changes changes, Duration limit) {
        this.homes = homes;
        this.segments = segments;
        this.changes = changes;
        // the other half is for the copying
        this.delay = limit.toNanos() / 2;
    }

    /** Nanoseconds until there is something to do. */
    long pause() {
        long now = System.nanoTime();
        long rest = Math.max(0, notBefore - now);
        if (!leaving.isEmpty()) {
            boolean waits = destruction.isPresent() && !destruction.get().isDone();
            return Math.max(rest, waits ? TimeUnit.MILLISECONDS.toNanos(1) : 0);
        }
        var since = homes.usedSince();
        return since.isPresent() ? Math.max(rest, since.getAsLong() + delay - now) : Long.MAX_VALUE;
    }

    boolean isDue() {
        return leaving.isEmpty() && (pause() <= 0 || homes.isCluttered(segments.active()));
    }

    /** Begins, after a new segment has begun. */
    void begin() {
        leaving = homes.purgeable(segments.active());
    }

    /** Something failed: it is tried again after a while. */
    void backOff() {
        notBefore = System.nanoTime() + RETRY;
    }

    /** From now on nothing is waited for. */
    void hurry() {
        delay = 0;
        notBefore = System.nanoTime();
    }

    boolean hasWork() {
        return !leaving.isEmpty() || homes.usedSince().isPresent();
    }

    /** Adds copies of blocks to the group's frame. */
    void copySome() {
        if (destruction.isEmpty()) {
            homes.some(leaving, SLICE).forEach(changes::copy);
        }
    }

    /** Goes on after a group is durable. */
    void step() {
        if (leaving.isEmpty()) {
            return;
        }
        if (destruction.isPresent()) {
            finish(destruction.get());
        } else if (homes.some(leaving, 1).isEmpty()) {
            destruction = Optional.of(segments.destroy(leaving));
        }
    }

    private void finish(CompletableFuture<Boolean> destroyed) {
        if (destroyed.isDone()) {
            if (destroyed.join()) {
                homes.forget(leaving);
            } else {
                backOff();
            }
            leaving = Collections.emptySortedSet();
            destruction = Optional.empty();
        }
    }

    /** Waits for a destruction under way; false where it fails. */
    boolean await() {
        return destruction.map(CompletableFuture::join).orElse(true);
    }
}
