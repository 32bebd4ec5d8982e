package org.qkdn.lkms.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable home of all key stores of a node: one SQLite file, one connection, one thread that runs the waiting
 * transactions and makes them durable together. An answer is given only after its transaction is on disk.
 */
public final class KeyDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyDatabase.class);
    private static final int GROUP = 256;
    private static final byte[] CHECK = "qkdn lkms".getBytes(StandardCharsets.UTF_8);

    private final Path file;
    private final Connection connection;
    private final BlockSeal seal;
    private final BlockTable blocks;
    private final BlockingQueue<Waiting<?>> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile boolean closed;

    private KeyDatabase(Path file, Connection connection, BlockSeal seal) {
        this.file = file;
        this.connection = connection;
        this.seal = seal;
        this.blocks = new BlockTable(connection, seal);
        this.writer = new Thread(this::write, "key-database");
        writer.setDaemon(true);
    }

    /** Opens the database in the directory, or makes it; the directory is for this process alone. */
    public static KeyDatabase open(Path directory) throws StateException {
        var file = directory.resolve("keys.db");
        var keyFile = directory.resolve("keys.kek");
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            boolean exists = Files.exists(file) && Files.size(file) > 0;
            var key =
                    exists || Files.exists(keyFile) ? KeyEncryptingKey.read(keyFile) : KeyEncryptingKey.create(keyFile);
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return connect(file, keyFile, new BlockSeal(key));
        } catch (StateException e) {
            throw e;
        } catch (IOException e) {
            throw new StateException(
                    "state directory " + directory + " cannot be used (" + e.getMessage()
                            + "): make it a directory this user may write",
                    e);
        }
    }

    private static KeyDatabase connect(Path file, Path keyFile, BlockSeal seal) throws StateException {
        Connection connection = null;
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            Schema.prepare(connection);
            connection.setAutoCommit(false);
            var database = new KeyDatabase(file, connection, seal);
            database.checkKey(keyFile);
            database.writer.start();
            return database;
        } catch (SQLException e) {
            closeQuietly(connection);
            seal.close();
            throw unusable(file, e);
        } catch (StateException e) {
            closeQuietly(connection);
            seal.close();
            throw e;
        }
    }

    private static StateException unusable(Path file, SQLException e) {
        var reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return reason.contains("SQLITE_BUSY")
                ? new StateException(file + " is in use by another process: stop that one first", e)
                : new StateException(
                        file + " is corrupt or not a key database (" + reason + "): move it away and start again; the"
                                + " stores fill anew",
                        e);
    }

    private void checkKey(Path keyFile) throws StateException, SQLException {
        var stored = blocks.setting("check");
        if (stored.isEmpty()) {
            try (var check = KeyBytes.copyOf(CHECK)) {
                blocks.set("check", seal.seal(check, CHECK));
            }
            connection.commit();
            return;
        }
        try (var opened = seal.open(stored.get(), CHECK)) {
            LOG.debug("{} opened with {}", file, opened);
        } catch (IllegalStateException e) {
            throw new StateException(
                    keyFile + " is not the key of " + file + ": restore the right one from a backup, or move both away"
                            + " to start with empty stores",
                    e);
        }
        connection.rollback();
    }

    /** Queues the work; the future completes when it is on disk, or with the exception that undid it. */
    public <T> CompletableFuture<T> submit(Transaction<T> transaction) {
        var waiting = new Waiting<>(transaction);
        if (closed) {
            waiting.fail(new IllegalStateException("the key database is closed"));
        } else {
            queue.add(waiting);
        }
        return waiting.done;
    }

    /** As {@link #submit}, and waits. */
    public <T> T call(Transaction<T> transaction) {
        return submit(transaction).join();
    }

    private void write() {
        var group = new ArrayList<Waiting<?>>();
        while (!closed || !queue.isEmpty()) {
            try {
                group.add(queue.take());
                queue.drainTo(group, GROUP - 1);
            } catch (InterruptedException e) {
                continue;
            }
            if (!commit(group)) {
                group.forEach(waiting -> commitAlone(waiting));
            }
            group.clear();
        }
    }

    /** True where all are decided: committed, or failed for good as the only one of their group. */
    private boolean commit(List<Waiting<?>> group) {
        try {
            for (var waiting : group) {
                waiting.run(blocks);
            }
            connection.commit();
            group.forEach(Waiting::complete);
            return true;
        } catch (SQLException | RuntimeException e) {
            rollback();
            if (group.size() > 1) {
                return false;
            }
            group.getFirst().fail(e);
            return true;
        }
    }

    private void commitAlone(Waiting<?> waiting) {
        commit(List.of(waiting));
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.error("{}: a failed transaction could not be undone", file, e);
        }
    }

    /** Finishes what is queued, then closes. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        var last = new Waiting<>(ignored -> {
            closed = true;
            return true;
        });
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
        closeQuietly(connection);
        seal.close();
    }

    private static void closeQuietly(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.warn("closing the key database: {}", e.getMessage());
        }
    }

    private static final class Waiting<T> {
        private final Transaction<T> transaction;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private T result;

        Waiting(Transaction<T> transaction) {
            this.transaction = transaction;
        }

        void run(BlockTable blocks) throws SQLException {
            result = transaction.run(blocks);
        }

        void complete() {
            done.complete(result);
        }

        void fail(Exception cause) {
            done.completeExceptionally(cause);
        }
    }
}
