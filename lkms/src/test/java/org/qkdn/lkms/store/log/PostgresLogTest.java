package org.qkdn.lkms.store.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qkdn.lkms.store.StateException;

class PostgresLogTest extends SegmentLogContract {
    private static PostgresServer server;
    private static int databases;

    private PostgresSource source;

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

    @BeforeEach
    void anEmptyDatabase() throws Exception {
        source = server.database("test" + databases++);
    }

    @Override
    SegmentLog open() throws Exception {
        return source.open();
    }

    @Test
    void isForOneLkmsOnly() throws Exception {
        try (var log = open()) {
            assertTrue(log.segments().isEmpty());
            refused(source, "is in use by another LKMS: stop that one first");
        }
        open().close();
    }

    @Test
    void goesOnAfterTheServerWasKilled() throws Exception {
        try (var log = open()) {
            log.create(1, 0);
            log.append(1, 0, new byte[] {7});
            server.kill();
            assertThrows(IOException.class, () -> log.append(1, 1, new byte[] {8}));
            assertThrows(IOException.class, log::segments);
            server.run();
            log.create(2, 0);
            log.append(2, 0, new byte[] {9});
            assertEquals(2, log.segments().size());
            log.read(1, (number, frame) -> assertEquals(7, frame[0]));
        }
    }

    @Test
    void saysWhatIsWrongInOneLine() throws Exception {
        var password = Files.createTempFile("qkdn", ".password");
        Files.writeString(password, "guessed");
        refused(new PostgresSource(source.url(), "lkms", password), "password authentication failed", "look whether");
        Files.delete(password);
        refused(new PostgresSource(source.url(), "lkms", password), "is missing");
        refused(
                new PostgresSource("jdbc:postgresql://127.0.0.1:1/none", "lkms", source.passwordFile()),
                "refused",
                "look whether the database runs");
    }

    private static void refused(PostgresSource source, String... parts) {
        var failure = assertThrows(StateException.class, source::open);
        assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
        for (var part : parts) {
            assertTrue(failure.getMessage().contains(part), failure.getMessage());
        }
    }

    @Test
    void addressMistakesAreNamed() {
        var file = Path.of("password");
        assertThrows(IllegalArgumentException.class, () -> new PostgresSource("postgres://x", "u", file));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PostgresSource("jdbc:postgresql://h/d?password=secret", "u", file));
    }
}
