package org.qkdn.lkms.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.store.log.PostgresServer;
import org.qkdn.lkms.store.log.PostgresSource;
import org.qkdn.lkms.store.seal.Epochs;
import org.qkdn.lkms.store.seal.Pkcs12Source;
import org.qkdn.lkms.testing.Eventually;

/** The key stores with their log in PostgreSQL. */
class PostgresStoreTest {
    private static PostgresServer server;

    @TempDir
    Path directory;

    @BeforeAll
    static void startServer() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static StoreSettings settings(Path home, PostgresSource source) {
        return new StoreSettings(
                home, Pkcs12Source.in(home), Optional.empty(), Optional.of(source), Duration.ofMillis(50));
    }

    private static boolean isStored(KeyDatabase database) {
        return database.submit(blocks -> {
                    blocks.set("ping", new byte[1]);
                    return true;
                })
                .exceptionally(e -> false)
                .join();
    }

    @Test
    void agreesWithPlainMapsOverRestartsAndKilledServers() throws Exception {
        long seed = 5;
        var model = new StoreModel(new Random(seed));
        var settings = settings(directory, server.database("histories"));
        for (int life = 0; life < 3; life++) {
            var name = "seed " + seed + " life " + life;
            try (var database = KeyDatabase.open(settings)) {
                assertEquals(model.text(), database.call(model::text), name);
                for (int step = 0; step < 40; step++) {
                    boolean done = database.call(model::work);
                    assertTrue(done);
                    if (step == 20) {
                        server.kill();
                        assertFalse(isStored(database), "nothing is acknowledged without the server");
                        server.run();
                        Eventually.holds("it goes on", () -> isStored(database));
                    }
                }
                assertEquals(model.text(), database.call(model::text), name);
            }
        }
    }

    @Test
    void usedKeyIsInNoFrameThatCanStillBeOpened() throws Exception {
        var source = server.database("used");
        var key = new byte[64];
        new Random(3).nextBytes(key);
        try (var database = KeyDatabase.open(settings(directory, source))) {
            boolean stored = database.call(blocks -> blocks.insert(
                    StoreId.link("l"),
                    new UUID(1, 1),
                    Owner.OWN,
                    Origin.UNKNOWN,
                    KeyBytes.copyOf(key),
                    UsedRanges.NONE));
            assertTrue(stored);
            boolean used = database.call(blocks -> {
                try (var block = blocks.ownWithRoom(StoreId.link("l"), 32).orElseThrow()) {
                    blocks.spend(block, block.used().with(0, 32).orElseThrow());
                    return true;
                }
            });
            assertTrue(used);
        }
        var all = new ByteArrayOutputStream();
        try (var log = source.open();
                var epochs = Epochs.open(
                        directory.resolve("epochs"), Pkcs12Source.in(directory).open())) {
            for (long segment : log.segments()) {
                var epoch = epochs.of(segment);
                log.read(segment, (number, frame) -> {
                    all.write(frame);
                    all.write(epoch.open(number, frame).orElseThrow());
                });
            }
        }
        assertFalse(StateCopy.contains(all.toByteArray(), Arrays.copyOf(key, 32)));
        assertTrue(StateCopy.contains(all.toByteArray(), Arrays.copyOfRange(key, 32, 64)), "the rest is");
    }

    @Test
    void databaseOfAnotherLkmsIsRefused() throws Exception {
        var source = server.database("others");
        KeyDatabase.open(settings(directory.resolve("one"), source)).close();
        var failure =
                assertThrows(StateException.class, () -> KeyDatabase.open(settings(directory.resolve("two"), source)));
        assertTrue(failure.getMessage().contains("epochs is missing"), failure.getMessage());
        KeyDatabase.open(StoreSettings.in(directory.resolve("three"))).close();
        failure = assertThrows(
                StateException.class, () -> KeyDatabase.open(settings(directory.resolve("three"), source)));
        assertTrue(failure.getMessage().contains("another LKMS"), failure.getMessage());
    }

    @Test
    void withoutItsServerTheStartFailsWithOneLine() throws Exception {
        var source = new PostgresSource(
                "jdbc:postgresql://127.0.0.1:1/none",
                "lkms",
                server.database("unused").passwordFile());
        var failure =
                assertThrows(StateException.class, () -> KeyDatabase.open(settings(directory.resolve("s"), source)));
        assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
    }
}
