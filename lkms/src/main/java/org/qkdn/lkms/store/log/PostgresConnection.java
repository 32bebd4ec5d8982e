package org.qkdn.lkms.store.log;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import org.qkdn.lkms.store.StateException;
import org.qkdn.lkms.store.seal.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to the database that is made anew when it fails. */
final class PostgresConnection implements AutoCloseable {
    /** Work on the database; each statement is a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException, IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(PostgresConnection.class);

    /** The lock that keeps two LKMSs from one database. */
    private static final long LOCK = 0x514B444E_4B455953L;

    private final PostgresSource source;
    private final boolean locks;
    private Optional<Connection> current = Optional.empty();

    PostgresConnection(PostgresSource source, boolean locks) {
        this.source = source;
        this.locks = locks;
    }

    synchronized <T> T run(Work<T> work) throws IOException {
        try {
            if (current.isEmpty()) {
                current = Optional.of(connect());
            }
            return work.on(current.get());
        } catch (SQLException e) {
            close();
            throw new IOException(
                    source.name() + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    private Connection connect() throws SQLException, StateException {
        var properties = new Properties();
        var password = Secret.read(source.passwordFile());
        properties.setProperty("user", source.user());
        properties.setProperty("password", new String(password));
        properties.setProperty("ApplicationName", "qkdn-lkms");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        Arrays.fill(password, '\0');
        var connection = DriverManager.getConnection(source.url(), properties);
        try (var statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit TO on");
            if (locks && !isLocked(connection)) {
                throw new StateException(
                        source.name() + " is in use by another LKMS: stop that one first, or name another database");
            }
            return connection;
        } catch (SQLException | StateException e) {
            connection.close();
            throw e;
        }
    }

    private static boolean isLocked(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK);
            try (var rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (current.isPresent()) {
                current.get().close();
            }
        } catch (SQLException e) {
            LOG.debug("closing a connection: {}", e.getMessage());
        }
        current = Optional.empty();
    }
}
