package org.qkdn.lkms.api004.stream;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Wakes those that wait for a change of a stream. */
final class Signals {
    private final Map<UUID, CompletableFuture<Void>> changes = new ConcurrentHashMap<>();

    /** The next change from now on: take it before looking at the stream, and no change is missed. */
    CompletableFuture<Void> next(UUID stream) {
        return changes.computeIfAbsent(stream, id -> new CompletableFuture<>());
    }

    void fire(UUID stream) {
        var change = changes.remove(stream);
        if (change != null) {
            change.complete(null);
        }
    }

    /** Returns at the change or after the time, whichever comes first. */
    static void await(CompletableFuture<Void> change, Duration longest) throws InterruptedException {
        try {
            change.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // the caller looks again
        } catch (ExecutionException e) {
            throw new IllegalStateException("a signal does not fail", e);
        }
    }
}
