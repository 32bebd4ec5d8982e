package org.qkdn.controller.embedded.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.qkdn.controller.plane.journal.CorruptStateException;
import org.qkdn.controller.plane.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All changes ever committed: a snapshot of what came of the older ones, and journals of those since.
 *
 * <p>A journal that has grown is folded into a new snapshot, in the background: new empty journal N+1, which takes the
 * changes from now on; snapshot of all before, which names N+1; older journals deleted. A crash between any two leaves a
 * snapshot and all journals since. So neither the files nor the time of a start grow beyond a few times what is kept.
 */
final class History implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final long SNAPSHOT_SHARE = 2;

    private final StateFolder folder;
    private final long shortest;
    private final ExecutorService folding = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("config-snapshot-", 0).factory());
    private final AtomicBoolean busy = new AtomicBoolean();
    private long generation;
    private Journal journal;
    private volatile long snapshotLength;
    private long notBefore;

    /** What the past is told to. */
    interface Replay {
        void load(byte[] state) throws Exception;

        void change(byte[] change) throws Exception;
    }

    /** All there is at one moment, encoded when it is asked for. */
    interface State {
        byte[] encode() throws IOException;
    }

    private History(StateFolder folder, long shortest) {
        this.folder = folder;
        this.shortest = shortest;
    }

    /**
     * Tells the past, then is ready for more.
     *
     * @param shortest in bytes: a journal is not folded before it is that long, however little there is to keep
     * @param now what came of all changes told
     * @throws CorruptStateException if a file is damaged or missing
     */
    static History open(StateFolder folder, long shortest, Replay replay, State now) throws IOException {
        var history = new History(folder, shortest);
        long changes = history.tell(replay);
        if (changes > 0) {
            history.foldAtStart(now);
        }
        return history;
    }

    private long tell(Replay replay) throws IOException {
        var journals = folder.journals();
        if (Files.exists(folder.snapshot())) {
            var snapshot = Snapshot.read(folder.snapshot());
            generation = snapshot.generation();
            snapshotLength = snapshot.tree().length;
            apply(folder.snapshot(), "the snapshot", () -> replay.load(snapshot.tree()));
            if (!journals.contains(generation)) {
                throw missing(folder.journal(generation), "the journal that continues the snapshot is missing");
            }
            folder.dropBefore(generation);
        } else if (journals.isEmpty()) {
            Journal.create(folder.journal(0));
        } else if (journals.first() > 0) {
            throw missing(
                    folder.snapshot(),
                    "the snapshot that " + folder.journal(journals.first()) + " continues is missing");
        }
        long changes = 0;
        for (; journals.contains(generation + 1); generation++) {
            changes += tell(folder.journal(generation), Journal.whole(folder.journal(generation)), replay);
        }
        if (!journals.isEmpty() && journals.last() > generation) {
            throw missing(
                    folder.journal(generation + 1),
                    "the journal that " + folder.journal(journals.last()) + " continues is missing");
        }
        changes += tell(folder.journal(generation), Journal.recover(folder.journal(generation)), replay);
        use(Journal.openForAppend(folder.journal(generation)));
        return changes;
    }

    private static int tell(Path file, Iterable<byte[]> records, Replay replay) throws IOException {
        int number = 0;
        for (var record : records) {
            number++;
            apply(file, "record " + number, () -> replay.change(record));
        }
        return number;
    }

    private interface Telling {
        void tell() throws Exception;
    }

    private static void apply(Path file, String part, Telling telling) throws CorruptStateException {
        try {
            telling.tell();
        } catch (Exception e) {
            throw new CorruptStateException(
                    file,
                    part + " does not fit this controller's YANG models (" + e.getMessage() + ")",
                    "start the version of the controller that wrote it, or " + CorruptStateException.REMEDY,
                    e);
        }
    }

    private static CorruptStateException missing(Path file, String fault) {
        return new CorruptStateException(file, fault, CorruptStateException.REMEDY);
    }

    private void use(Journal next) {
        journal = next;
        notBefore = shortest;
    }

    /** Returns when the change is on disk; where it throws, nothing of it is. */
    synchronized void append(byte[] change) throws IOException {
        journal.append(change);
    }

    /** To be called after an append, with what came of all changes so far. Does not wait for the disk but to begin. */
    synchronized void foldIfLong(Supplier<State> now) {
        if (journal.length() < Math.max(notBefore, SNAPSHOT_SHARE * snapshotLength)
                || !busy.compareAndSet(false, true)) {
            return;
        }
        try {
            beginNext();
        } catch (IOException e) {
            notBefore = journal.length() + shortest;
            busy.set(false);
            LOG.warn(
                    "{}: no next journal could be begun, this one goes on: {}",
                    folder.journal(generation),
                    e.toString());
            return;
        }
        long from = generation;
        var state = now.get();
        folding.execute(() -> {
            try {
                snapshot(from, state);
            } catch (IOException e) {
                LOG.warn(
                        "no snapshot could be written; the journals are kept, and it is tried again: {}", e.toString());
            } finally {
                busy.set(false);
            }
        });
    }

    /** A disk that is full keeps nobody from reading: what cannot be folded now is folded later. */
    private void foldAtStart(State now) {
        try {
            beginNext();
            snapshot(generation, now);
        } catch (IOException e) {
            LOG.warn("no snapshot could be written; the journals are kept, and it is tried again: {}", e.toString());
        }
    }

    private void beginNext() throws IOException {
        Journal.create(folder.journal(generation + 1));
        var next = Journal.openForAppend(folder.journal(generation + 1));
        journal.close();
        generation++;
        use(next);
    }

    private void snapshot(long from, State state) throws IOException {
        var snapshot = new Snapshot(from, state.encode());
        snapshot.write(folder.snapshot());
        snapshotLength = snapshot.tree().length;
        folder.dropBefore(from);
    }

    @Override
    public void close() throws IOException {
        folding.shutdown();
        try {
            if (!folding.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("a snapshot is still being written; the journals hold all of it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            journal.close();
        }
    }
}
