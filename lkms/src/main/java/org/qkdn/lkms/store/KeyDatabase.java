package org.qkdn.lkms.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable home of all key stores of a node: tables in memory, a sealed log of their changes, and one thread that runs
 * the waiting transactions and makes them durable together. An answer is given only after its transaction is on disk.
 */
public final class KeyDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyDatabase.class);
    private static final int GROUP = 256;
    private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final StateDirectory directory;
    private final Tables tables;
    private final Changes changes;
    private final BlockTable blocks;
    private final Segments segments;
    private final Purge purge;
    private final BlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>();
    private final Thread writer =
            Thread.ofPlatform().daemon().name("key-database").unstarted(this::write);
    private volatile boolean closed;

    private KeyDatabase(StateDirectory directory, Tables tables, Segments segments, StoreSettings settings) {
        this.directory = directory;
        this.tables = tables;
        this.segments = segments;
        this.changes = new Changes(tables);
        this.blocks = new BlockTable(tables, changes);
        this.purge = new Purge(tables.blocks.homes(), segments, changes, settings.unreadableAfter());
    }

    /** Opens the stores in the directory, or makes them; the directory is for this process alone. */
    public static KeyDatabase open(Path directory) throws StateException {
        return open(StoreSettings.in(directory));
    }

    public static KeyDatabase open(StoreSettings settings) throws StateException {
        var directory = StateDirectory.open(settings);
        var tables = new Tables();
        try {
            var database = new KeyDatabase(directory, tables, directory.segments(tables), settings);
            database.begin();
            database.writer.start();
            return database.withFirstVersion(settings.directory());
        } catch (StateException | RuntimeException e) {
            tables.wipe();
            directory.close();
            throw e;
        }
    }

    /** Changes the key-encrypting key of stores that are not in use; tells how it ended. */
    public static String rotateKey(StoreSettings settings) throws StateException {
        try (var directory = StateDirectory.open(settings)) {
            return directory.rotateKey();
        }
    }

    private KeyDatabase withFirstVersion(Path home) throws StateException {
        try {
            new FirstVersion(home, this).carryOver();
            return this;
        } catch (StateException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void begin() throws StateException {
        try {
            makeReady();
            segments.append(changes.frame());
            changes.keep();
        } catch (IOException e) {
            closeSegments();
            throw new StateException(
                    "the key stores cannot be written (" + e.getMessage() + "): make room for them", e);
        }
    }

    /**
     * Queues the work; the future completes when it is on disk, or with the exception that undid it. What hangs on the future
     * runs on a thread of its own, never on the writer's: it may take locks and wait, also for this database.
     */
    public <T> CompletableFuture<T> submit(Transaction<T> transaction) {
        return submit(transaction, Thread::startVirtualThread);
    }

    /** As {@link #submit(Transaction)}, but what hangs on the future runs by this executor, as is faster where it never waits. */
    public <T> CompletableFuture<T> submit(Transaction<T> transaction, Executor afterwards) {
        return queued(new Waiting<>(transaction, afterwards)).done;
    }

    /** As {@link #submit(Transaction)}, and waits. */
    public <T> T call(Transaction<T> transaction) {
        // nothing but the caller hangs on this future
        return queued(new Waiting<>(transaction, Runnable::run)).done.join();
    }

    private <T> Waiting<T> queued(Waiting<T> waiting) {
        if (closed) {
            waiting.fail(new IllegalStateException("the key database is closed"));
            waiting.complete();
        } else {
            queue.add(waiting);
        }
        return waiting;
    }

    private void write() {
        var group = new ArrayList<Waiting<?>>();
        while (!closed || !queue.isEmpty()) {
            try {
                var first = queue.poll(Math.min(purge.pause(), LONGEST_PAUSE), TimeUnit.NANOSECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, GROUP - 1);
                }
            } catch (InterruptedException e) {
                continue;
            }
            commit(group);
            group.forEach(Waiting::answer);
            group.clear();
        }
        purgeAll();
    }

    /** False where all of it is undone. */
    private boolean commit(List<Waiting<?>> group) {
        var before = changes.mark();
        try {
            makeReady();
            for (var waiting : group) {
                run(waiting);
            }
            purge.copySome();
            if (changes.frame().length() > 0) {
                segments.append(changes.frame());
                tables.blocks.homes().wrote(segments.active(), changes.frame().length());
            }
        } catch (IOException | RuntimeException e) {
            // should the frame be in the log nevertheless, then after the next start keys are gone that nobody got: the
            // safe side. What it stored is there at both ends or is never asked for.
            LOG.warn("keys cannot be stored: {}", e.getMessage());
            changes.undoTo(before);
            purge.backOff();
            group.forEach(waiting -> waiting.fail(e));
            return false;
        }
        changes.keep();
        purge.step();
        return true;
    }

    /** A transaction that fails is undone alone: what others of its group did before and after stays. */
    private void run(Waiting<?> waiting) {
        var before = changes.mark();
        try {
            waiting.run(blocks);
        } catch (RuntimeException | Error e) {
            changes.undoTo(before);
            waiting.fail(e);
        }
    }

    private void makeReady() throws IOException {
        boolean due = purge.isDue();
        if (due || segments.isSpent()) {
            segments.rotate();
            tables.blocks.homes().open(segments.active());
            changes.begin(segments.active());
            changes.head();
            if (due) {
                purge.begin();
            }
        }
    }

    /** At the end nothing that was used stays readable. */
    private void purgeAll() {
        purge.hurry();
        boolean good = true;
        while (good && purge.hasWork()) {
            good = commit(List.of()) && purge.await();
        }
        if (!good) {
            LOG.warn("used keys stay readable for whoever has the key-encrypting key, until the next start");
        }
    }

    /** Finishes what is queued, then closes. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        var last = new Waiting<>(
                ignored -> {
                    closed = true;
                    return true;
                },
                Runnable::run);
        queue.add(last);
        try {
            last.done.join();
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CompletionException e) {
            closed = true;
            writer.interrupt();
        }
        closeSegments();
        tables.wipe();
        directory.close();
    }

    private void closeSegments() {
        try {
            segments.close();
        } catch (IOException e) {
            LOG.warn("closing the key stores: {}", e.getMessage());
        }
    }

    private static final class Waiting<T> {
        private final Transaction<T> transaction;
        private final Executor afterwards;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private T result;
        private Optional<Throwable> failure = Optional.empty();

        Waiting(Transaction<T> transaction, Executor afterwards) {
            this.transaction = transaction;
            this.afterwards = afterwards;
        }

        void run(BlockTable blocks) {
            result = transaction.run(blocks);
        }

        void fail(Throwable cause) {
            failure = Optional.of(cause);
        }

        void answer() {
            try {
                afterwards.execute(this::complete);
            } catch (RejectedExecutionException e) {
                // it was shut down meanwhile; who waits is to know nevertheless
                Thread.startVirtualThread(this::complete);
            }
        }

        void complete() {
            failure.ifPresentOrElse(done::completeExceptionally, () -> done.complete(result));
        }
    }
}
