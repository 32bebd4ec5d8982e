package org.qkdn.lkms.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables, and the settings that make SQLite durable, forgetful of what is deleted, and ours alone. */
final class Schema {
    private static final List<String> SETTINGS = List.of(
            "PRAGMA locking_mode=EXCLUSIVE",
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA secure_delete=ON",
            "PRAGMA temp_store=MEMORY");

    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE IF NOT EXISTS block (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                store TEXT NOT NULL,
                block_high INTEGER NOT NULL,
                block_low INTEGER NOT NULL,
                owner INTEGER NOT NULL,
                origin TEXT NOT NULL,
                used BLOB NOT NULL,
                remaining INTEGER NOT NULL,
                created INTEGER NOT NULL,
                sealed BLOB NOT NULL,
                UNIQUE (block_high, block_low, store))
            """,
            "CREATE INDEX IF NOT EXISTS block_of_store ON block (store, owner, id, remaining)",
            """
            CREATE TABLE IF NOT EXISTS spent (
                store TEXT NOT NULL,
                block_high INTEGER NOT NULL,
                block_low INTEGER NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (block_high, block_low, store)) WITHOUT ROWID
            """,
            "CREATE TABLE IF NOT EXISTS delivered (store TEXT PRIMARY KEY, bits INTEGER NOT NULL)",
            "CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value BLOB NOT NULL)");

    private Schema() {}

    static void prepare(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var setting : SETTINGS) {
                statement.execute(setting);
            }
            try (var check = statement.executeQuery("PRAGMA quick_check(1)")) {
                if (!check.next() || !check.getString(1).equals("ok")) {
                    throw new SQLException("its pages contradict each other");
                }
            }
            statement.execute("BEGIN EXCLUSIVE");
            for (var table : TABLES) {
                statement.execute(table);
            }
            statement.execute("COMMIT");
        }
    }
}
