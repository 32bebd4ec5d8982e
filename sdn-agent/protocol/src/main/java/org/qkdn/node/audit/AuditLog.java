package org.qkdn.node.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process was told to do, and whom it turned away: entries that nobody can alter, remove or insert later without
 * {@link AuditCheck} noticing. Facts are names, ids and reasons, never key material.
 *
 * <p>Whoever floods a node with refused attempts must not fill its disk nor slow it: beyond {@value #PER_SECOND} entries
 * of one event a second the rest are only counted, and the count is the next entry. So a flood of one event hides no other.
 */
public final class AuditLog implements AutoCloseable {
    /** Entries of one event per second of {@link #append} that are kept. */
    static final int PER_SECOND = 20;

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final int WAITING = 1024;

    private final AuditFile file;
    private final InstantSource clock;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(WAITING);
    private final Thread writer = Thread.ofPlatform().daemon().name("audit-log").unstarted(this::write);
    private final Map<String, Integer> inSecond = new HashMap<>();
    private final Map<String, Long> suppressed = new TreeMap<>();
    private long second;
    private volatile boolean closed;

    private record Entry(String event, Map<String, String> facts, CompletableFuture<Void> onDisk) {}

    private AuditLog(AuditFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Opens the log in the folder, or begins one.
     *
     * @throws IOException with one line that names the file and the remedy, also where the log was tampered with since
     */
    public static AuditLog open(Path folder) throws IOException {
        return open(folder, InstantSource.system());
    }

    static AuditLog open(Path folder, InstantSource clock) throws IOException {
        var log = new AuditLog(AuditFile.open(folder), clock);
        log.writer.start();
        return log;
    }

    /** Notes an event soon, without waiting: for what comes from outside. */
    public void append(String event, Map<String, String> facts) {
        if (!admitted(event) || !queue.offer(entry(event, facts))) {
            suppress(event);
        }
    }

    /** Notes an event and returns when it is on disk: for commands, before they are carried out. */
    public void record(String event, Map<String, String> facts) throws IOException {
        var entry = entry(event, facts);
        try {
            queue.put(entry);
            if (closed) {
                throw new IOException("the audit log is closed");
            }
            entry.onDisk.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the audit log was written", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException(
                    "the audit log cannot be written: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static Entry entry(String event, Map<String, String> facts) {
        return new Entry(event, new TreeMap<>(facts), new CompletableFuture<>());
    }

    private synchronized boolean admitted(String event) {
        long now = clock.instant().getEpochSecond();
        if (now != second) {
            second = now;
            inSecond.clear();
        }
        return inSecond.merge(event, 1, Integer::sum) <= PER_SECOND;
    }

    private synchronized void suppress(String event) {
        suppressed.merge(event, 1L, Long::sum);
    }

    private synchronized Map<String, Long> takeSuppressed() {
        var taken = Map.copyOf(suppressed);
        suppressed.clear();
        return taken;
    }

    private void write() {
        while (!closed || !queue.isEmpty()) {
            try {
                write(queue.take());
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    private void write(Entry entry) {
        try {
            for (var lost : new TreeMap<>(takeSuppressed()).entrySet()) {
                file.append(
                        clock.instant(),
                        "suppressed",
                        Map.of("of", lost.getKey(), "entries", lost.getValue().toString()));
            }
            file.append(clock.instant(), entry.event, entry.facts);
            entry.onDisk.complete(null);
        } catch (IOException e) {
            LOG.error("the audit log cannot be written: {}", e.getMessage());
            entry.onDisk.completeExceptionally(e);
        }
    }

    /** Writes what waits, then closes. */
    @Override
    public void close() {
        try {
            record("closed", Map.of());
            closed = true;
            writer.interrupt();
            writer.join();
            file.close();
        } catch (IOException e) {
            LOG.warn("closing the audit log: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
