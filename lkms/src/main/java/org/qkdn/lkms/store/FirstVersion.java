package org.qkdn.lkms.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.qkdn.lkms.store.log.DurableFile;
import org.qkdn.lkms.store.seal.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries over what version 0.1 kept: a SQLite file {@code keys.db}, its records encrypted under keys derived from
 * {@code keys.kek}. Repeatable: the old files go only when all is in the log, and a mark there says so.
 */
final class FirstVersion {
    private static final Logger LOG = LoggerFactory.getLogger(FirstVersion.class);
    private static final int TOGETHER = 256;
    private static final String MARK = "carried over from 0.1";

    /** Bytes at the begin of an application's block that key the check of key IDs: in use, and kept. */
    private static final UsedRanges CHECK_KEY = UsedRanges.NONE.with(0, 16).orElseThrow();

    private static final int SALT = 16;
    private static final int NONCE = 12;

    private final Path file;
    private final Path keyFile;
    private final KeyDatabase database;
    private final List<CompletableFuture<Boolean>> pending = new ArrayList<>();

    FirstVersion(Path directory, KeyDatabase database) {
        this.file = directory.resolve("keys.db");
        this.keyFile = directory.resolve("keys.kek");
        this.database = database;
    }

    void carryOver() throws StateException {
        try {
            if (Files.exists(file)
                    && database.call(blocks -> blocks.setting(MARK)).isEmpty()) {
                Secret.requirePrivate(keyFile);
                read();
                done(blocks -> blocks.set(MARK, new byte[0]));
                await();
                LOG.info("{} is carried over", file);
            }
            for (var old : List.of("keys.db-wal", "keys.db-shm", "keys.db-journal", "keys.db", "keys.kek")) {
                DurableFile.destroy(file.resolveSibling(old));
            }
        } catch (SQLException e) {
            throw new StateException(
                    file + " is corrupt or not a key database of version 0.1 ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "): move it away and start again; the stores fill anew",
                    e);
        } catch (StateException e) {
            throw e;
        } catch (IOException | CompletionException e) {
            throw new StateException(file + " cannot be carried over: " + e.getMessage(), e);
        }
    }

    private void read() throws IOException, SQLException {
        try (var key = KeyBytes.owning(Files.readAllBytes(keyFile));
                var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            settings(connection);
            names(connection);
            blocks(connection, key);
        }
    }

    private void settings(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT name, value FROM setting WHERE name<>'check'")) {
            while (rows.next()) {
                var name = rows.getString(1);
                var value = rows.getBytes(2);
                done(blocks -> blocks.set(name, value));
            }
        }
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT store, bits FROM delivered")) {
            while (rows.next()) {
                var store = StoreId.parse(rows.getString(1));
                long bits = rows.getLong(2);
                done(blocks ->
                        blocks.addDelivered(store, bits - blocks.delivered().getOrDefault(store, 0L)));
            }
        }
    }

    private void names(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT store, block_high, block_low, at FROM spent ORDER BY at")) {
            while (rows.next()) {
                var name = new Block.Name(StoreId.parse(rows.getString(1)), new UUID(rows.getLong(2), rows.getLong(3)));
                long at = rows.getLong(4);
                done(blocks -> blocks.wasSpent(name, at));
            }
        }
    }

    private void blocks(Connection connection, KeyBytes key) throws SQLException, StateException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT store, block_high, block_low, owner, used, created, sealed"
                        + " FROM block ORDER BY id")) {
            while (rows.next()) {
                block(rows, key);
            }
        }
    }

    private void block(ResultSet rows, KeyBytes key) throws SQLException, StateException {
        var store = StoreId.parse(rows.getString(1));
        var id = new UUID(rows.getLong(2), rows.getLong(3));
        var owner = Owner.of(rows.getInt(4));
        var used = UsedRanges.decode(rows.getBytes(5));
        long created = rows.getLong(6);
        var kept = store.kind() == StoreId.Kind.APPLICATION ? CHECK_KEY : UsedRanges.NONE;
        // the first version made all blocks of a link over that link, and told nobody how the others came to be
        var origin = store.kind() == StoreId.Kind.LINK ? new Origin(true, 1, "") : Origin.UNKNOWN;
        var content = open(rows.getBytes(7), binding(store, id, owner, used), key);
        done(blocks -> {
            try (content) {
                if (blocks.insert(store, id, owner, origin, content, kept, created) && !used.equals(kept)) {
                    try (var block = blocks.find(store, id, owner).orElseThrow()) {
                        blocks.spend(block, used);
                    }
                }
            }
        });
    }

    private void done(Consumer<BlockTable> work) {
        pending.add(database.submit(blocks -> {
            work.accept(blocks);
            return true;
        }));
        if (pending.size() >= TOGETHER) {
            await();
        }
    }

    private void await() {
        pending.forEach(CompletableFuture::join);
        pending.clear();
    }

    /** The form was salt (16), nonce (12), ciphertext, tag (16); a record's key came from the salt. */
    private KeyBytes open(byte[] record, byte[] boundTo, KeyBytes key) throws StateException {
        var recordKey = new byte[0];
        try {
            var derivation = Mac.getInstance("HmacSHA256");
            derivation.init(new SecretKeySpec(key.exposed(), "HmacSHA256"));
            derivation.update(record, 0, SALT);
            recordKey = derivation.doFinal();
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(recordKey, "AES"),
                    new GCMParameterSpec(128, record, SALT, NONCE));
            cipher.updateAAD(boundTo);
            return KeyBytes.owning(cipher.doFinal(record, SALT + NONCE, record.length - SALT - NONCE));
        } catch (AEADBadTagException e) {
            throw new StateException(
                    keyFile + " is not the key of " + file + ": restore the right one from a backup, or move both away"
                            + " to start with empty stores",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do AES-256-GCM", e);
        } finally {
            Arrays.fill(recordKey, (byte) 0);
        }
    }

    private static byte[] binding(StoreId store, UUID id, Owner owner, UsedRanges used) {
        var name = (store + "|" + owner + "|").getBytes(StandardCharsets.UTF_8);
        var ledger = used.encode();
        return ByteBuffer.allocate(name.length + 2 * Long.BYTES + ledger.length)
                .put(name)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(ledger)
                .array();
    }
}
