package org.qkdn.lkms.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.qkdn.lkms.store.log.SegmentLog;
import org.qkdn.lkms.store.seal.Epoch;
import org.qkdn.lkms.store.seal.Epochs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log, sealed: each segment under an epoch key of its own. The next segment is made in the background before it is
 * needed. To be used by one thread.
 */
final class Segments implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);
    private static final int LEAST = 1 << 18;
    private static final int MOST = 1 << 24;

    private record Active(long number, Epoch epoch, int capacity) {}

    private final SegmentLog log;
    private final Epochs epochs;
    private final ExecutorService background = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("key-segments").factory());
    private long lastNumber;
    private Optional<Active> active = Optional.empty();
    private Optional<CompletableFuture<Active>> next = Optional.empty();
    private int capacity = LEAST;
    private long frames;
    private long written;
    private boolean broken;

    private Segments(SegmentLog log, Epochs epochs) {
        this.log = log;
        this.epochs = epochs;
    }

    /** Reads what is there. */
    static Segments open(SegmentLog log, Epochs epochs, Tables tables) throws IOException {
        var segments = new Segments(log, epochs);
        try {
            segments.tidy();
            var replay = new Replay(tables);
            for (long segment : epochs.live()) {
                tables.blocks.homes().open(segment);
                segments.read(segment, replay, tables);
            }
            return segments;
        } catch (IOException | RuntimeException e) {
            segments.background.shutdown();
            throw e;
        }
    }

    /** Finishes what a crash cut short, and refuses a log that is not the one of the keys. */
    private void tidy() throws IOException {
        var there = log.segments();
        var destroyed = epochs.destroyed();
        for (long segment : destroyed) {
            if (there.remove(segment)) {
                log.drop(segment);
            }
        }
        epochs.forget(destroyed);
        var known = epochs.live();
        for (long segment : new TreeSet<>(there)) {
            if (!known.contains(segment)) {
                log.read(segment, (number, frame) -> {
                    throw new StateException(log.nameOf(segment) + " holds keys of another LKMS, or the file of epoch"
                            + " keys is not the one that belongs to it: move the state directory's files away, or name"
                            + " another database, to start with empty stores");
                });
                log.drop(segment);
                there.remove(segment);
            }
        }
        var missing = new TreeSet<>(known);
        missing.removeAll(there);
        if (!missing.isEmpty()) {
            throw new StateException(
                    log.nameOf(missing.first()) + " is missing, so keys that were used might be taken for"
                            + " fresh: move the state directory's files away to start with empty stores");
        }
        lastNumber = known.isEmpty() ? 0 : new TreeSet<>(known).last();
    }

    private void read(long segment, Replay replay, Tables tables) throws IOException {
        var epoch = epochs.of(segment);
        log.read(segment, (number, frame) -> {
            var content = epoch.open(number, frame)
                    .orElseThrow(() -> new StateException(log.nameOf(segment) + " is corrupt (frame " + number
                            + " was altered, or is another LKMS's): move the state directory's files away and start"
                            + " again; the stores fill anew"));
            tables.blocks.homes().wrote(segment, content.length);
            replay.frame(segment, content);
            Arrays.fill(content, (byte) 0);
        });
    }

    /** The segment that frames go to; there is one after {@link #rotate}. */
    long active() {
        return active.map(Active::number).orElse(0L);
    }

    /** True where the next frame should go to another segment. */
    boolean isSpent() {
        return broken || active.isEmpty() || written >= active.get().capacity;
    }

    /** Makes the next segment ready while this one is still in use. */
    void prepare() {
        if (next.isEmpty()) {
            next = Optional.of(CompletableFuture.supplyAsync(this::make, background));
        }
    }

    private Active make() {
        try {
            long number = ++lastNumber;
            log.create(number, capacity);
            return new Active(number, epochs.create(number), capacity);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Begins another segment. What belongs into its first frame is for the caller to know. */
    void rotate() throws IOException {
        int full = active.map(Active::capacity).orElse(LEAST);
        capacity = written >= full ? Math.min(MOST, 2 * full) : written < full / 4 ? Math.max(LEAST, full / 2) : full;
        prepare();
        try {
            active = Optional.of(next.orElseThrow().join());
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            next = Optional.empty();
        }
        frames = 0;
        written = 0;
        broken = false;
    }

    /**
     * Makes the frame durable. Where this fails, nobody knows whether it is in the log: the segment is given up, for its
     * next frame would have the same number.
     */
    void append(FrameWriter frame) throws IOException {
        var current = active.orElseThrow();
        try {
            log.append(current.number, frames, current.epoch.seal(frames, frame.exposed(), frame.length()));
            frames++;
            written += frame.length();
            if (written > current.capacity / 2) {
                prepare();
            }
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    /** Destroys the keys of segments, then takes the segments away; in the background. */
    CompletableFuture<Boolean> destroy(Collection<Long> segments) {
        var all = new HashSet<>(segments);
        return CompletableFuture.supplyAsync(() -> destroyNow(all), background);
    }

    private boolean destroyNow(Set<Long> segments) {
        try {
            var known = new HashSet<>(segments);
            known.retainAll(epochs.live());
            epochs.destroy(known);
            for (long segment : epochs.destroyed()) {
                log.drop(segment);
                epochs.forget(Set.of(segment));
            }
            return true;
        } catch (IOException e) {
            LOG.warn("used keys cannot be destroyed yet: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (next.isPresent()) {
            destroyUnused(next.get());
        }
        background.close();
        try (epochs) {
            log.close();
        }
    }

    private void destroyUnused(CompletableFuture<Active> unused) {
        try {
            var ignored = destroyNow(Set.of(unused.join().number));
        } catch (CompletionException e) {
            LOG.debug("no segment was made ready", e);
        }
    }
}
