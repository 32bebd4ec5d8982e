package org.qkdn.lkms.store.log;

import java.io.IOException;
import java.sql.SQLException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.qkdn.lkms.store.StateException;

/**
 * Segments as rows of a PostgreSQL database. The frames are sealed: the database sees no key. One connection appends,
 * another makes and drops segments, so that neither waits for the other; each comes back after a failure.
 */
final class PostgresLog implements SegmentLog {
    private final String name;
    private final PostgresConnection appending;
    private final PostgresConnection upkeep;

    private PostgresLog(String name, PostgresConnection appending, PostgresConnection upkeep) {
        this.name = name;
        this.appending = appending;
        this.upkeep = upkeep;
    }

    static PostgresLog open(PostgresSource source) throws StateException {
        var appending = new PostgresConnection(source, true);
        try {
            PostgresSchema.prepare(appending, source.name());
            return new PostgresLog(source.name(), appending, new PostgresConnection(source, false));
        } catch (StateException e) {
            appending.close();
            throw e;
        } catch (IOException | SQLException e) {
            appending.close();
            throw new StateException(
                    source.name() + " cannot be used ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "): look whether the database runs, and at user, password and rights",
                    e);
        }
    }

    @Override
    public SortedSet<Long> segments() throws IOException {
        return upkeep.run(connection -> {
            var numbers = new TreeSet<Long>();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT segment FROM qkdn_key_segment")) {
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
            }
            return numbers;
        });
    }

    @Override
    public void create(long segment, int capacity) throws IOException {
        upkeep.run(connection -> {
            try (var statement = connection.prepareStatement("INSERT INTO qkdn_key_segment (segment) VALUES (?)")) {
                statement.setLong(1, segment);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void append(long segment, long number, byte[] sealed) throws IOException {
        appending.run(connection -> {
            try (var statement =
                    connection.prepareStatement("INSERT INTO qkdn_key_frame (segment, number, frame) VALUES (?,?,?)")) {
                statement.setLong(1, segment);
                statement.setLong(2, number);
                statement.setBytes(3, sealed);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void read(long segment, FrameReader reader) throws IOException {
        upkeep.run(connection -> {
            try (var statement = connection.prepareStatement(
                    "SELECT number, frame FROM qkdn_key_frame WHERE segment=? ORDER BY number")) {
                statement.setLong(1, segment);
                try (var rows = statement.executeQuery()) {
                    long expected = 0;
                    while (rows.next()) {
                        if (rows.getLong(1) != expected) {
                            throw new StateException(nameOf(segment) + " is corrupt (frame " + expected
                                    + " is missing): move the state directory's files away and name an empty database;"
                                    + " the stores fill anew");
                        }
                        reader.take(expected++, rows.getBytes(2));
                    }
                    return expected;
                }
            }
        });
    }

    @Override
    public void drop(long segment) throws IOException {
        upkeep.run(connection -> {
            try (var frames = connection.prepareStatement("DELETE FROM qkdn_key_frame WHERE segment=?");
                    var segments = connection.prepareStatement("DELETE FROM qkdn_key_segment WHERE segment=?")) {
                frames.setLong(1, segment);
                segments.setLong(1, segment);
                return frames.executeUpdate() + segments.executeUpdate();
            }
        });
    }

    @Override
    public String nameOf(long segment) {
        return "segment " + segment + " in " + name;
    }

    @Override
    public void close() {
        upkeep.close();
        appending.close();
    }
}
