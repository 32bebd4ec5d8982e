package org.qkdn.lkms.store.log;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.qkdn.lkms.store.StateException;

/** The tables, and their version. */
final class PostgresSchema {
    private static final int FORMAT = 2;

    private static final List<String> TABLES = List.of(
            "CREATE TABLE IF NOT EXISTS qkdn_key_format (format integer NOT NULL)",
            "INSERT INTO qkdn_key_format SELECT " + FORMAT + " WHERE NOT EXISTS (SELECT 1 FROM qkdn_key_format)",
            "CREATE TABLE IF NOT EXISTS qkdn_key_segment (segment bigint PRIMARY KEY)",
            """
            CREATE TABLE IF NOT EXISTS qkdn_key_frame (
                segment bigint NOT NULL,
                number bigint NOT NULL,
                frame bytea NOT NULL,
                PRIMARY KEY (segment, number))
            """,
            // frames are noise: compressing them is labour lost
            "ALTER TABLE qkdn_key_frame ALTER COLUMN frame SET STORAGE EXTERNAL");

    private PostgresSchema() {}

    static void prepare(PostgresConnection connection, String name) throws IOException, SQLException {
        int format = connection.run(database -> {
            try (var statement = database.createStatement()) {
                statement.execute("SET client_min_messages TO warning");
                for (var table : TABLES) {
                    statement.execute(table);
                }
                try (var rows = statement.executeQuery("SELECT max(format) FROM qkdn_key_format")) {
                    return rows.next() ? rows.getInt(1) : FORMAT;
                }
            }
        });
        if (format > FORMAT) {
            throw new StateException(name + " has format " + format + ", and this version knows " + FORMAT
                    + " at most: start the version that wrote it, or a newer one");
        }
    }
}
