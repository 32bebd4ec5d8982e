package org.qkdn.controller.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.controller.plane.journal.CorruptStateException;

@Timeout(60)
class HistoryTest {
    private static final long SHORTEST = 20_000;

    @TempDir
    Path state;

    private NumberedChanges changes = new NumberedChanges();

    private History open(StateFolder folder) throws IOException {
        changes = new NumberedChanges();
        return History.open(folder, SHORTEST, changes, changes::state);
    }

    private void append(History history) throws IOException {
        var change = changes.next();
        history.append(change);
        changes.change(change);
    }

    private void append(History history, int count, History.State snapshot) throws IOException {
        for (int i = 0; i < count; i++) {
            append(history);
            history.foldIfLong(() -> snapshot);
        }
    }

    private History.State snapshot() {
        var bytes = changes.state();
        return () -> bytes;
    }

    private long found() throws IOException {
        try (var folder = StateFolder.open(state)) {
            open(folder).close();
            return changes.last();
        }
    }

    private long size() throws IOException {
        try (var files = Files.list(state)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void staysShortHoweverMuchIsWritten() throws IOException {
        long written = 0;
        try (var folder = StateFolder.open(state);
                var history = open(folder)) {
            for (int i = 0; i < 1000; i++) {
                written += changes.next().length;
                append(history);
                history.foldIfLong(this::snapshot);
            }
        }
        assertTrue(written > 1_000_000 && size() < 20 * SHORTEST, size() + " bytes of " + written);
        assertEquals(1000, found());
    }

    @Test
    void takesChangesWhileASnapshotIsWritten() throws IOException {
        var last = new CountDownLatch(1);
        try (var folder = StateFolder.open(state);
                var history = open(folder)) {
            while (!Files.exists(state.resolve("config-1.journal"))) {
                append(history);
                history.foldIfLong(() -> {
                    var bytes = changes.state();
                    return () -> {
                        await(last);
                        return bytes;
                    };
                });
            }
            append(history, 100, () -> {
                throw new IOException("one snapshot at a time");
            });
            assertTrue(!Files.exists(state.resolve("config.snapshot")));
            last.countDown();
        }
        assertTrue(Files.exists(state.resolve("config.snapshot")));
        assertEquals(changes.last(), found());
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Leaves as many journals as there were attempts. */
    private void failSnapshots() throws IOException {
        try (var folder = StateFolder.open(state);
                var history = open(folder)) {
            for (int journals = 2; folder.journals().size() < journals + 1; ) {
                append(history, 1, () -> {
                    throw new IOException("No space left on device");
                });
            }
        }
    }

    @Test
    void goesOnInFurtherJournalsWhileNoSnapshotCanBeWrittenAndFoldsThemAtTheNextStart() throws IOException {
        failSnapshots();
        long last = changes.last();
        assertEquals(last, found());
        try (var folder = StateFolder.open(state)) {
            assertEquals(1, folder.journals().size());
        }
        assertEquals(last, found());
    }

    @Test
    void opensWhereNoSnapshotCanBeWritten() throws IOException {
        failSnapshots();
        long last = changes.last();
        Files.createDirectories(state.resolve("config.snapshot.new"));
        assertEquals(last, found());
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        failSnapshots();
        var second = Files.readAllBytes(state.resolve("config-1.journal"));
        Files.delete(state.resolve("config-1.journal"));
        assertRefused("config-1.journal");
        Files.write(state.resolve("config-1.journal"), second);
        found();
        Files.delete(state.resolve("config.snapshot"));
        assertRefused("config.snapshot");
    }

    @Test
    void reportsAJournalThatIsCutShortThoughAnotherContinuesIt() throws IOException {
        failSnapshots();
        var file = state.resolve("config-1.journal");
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused("config-1.journal");
    }

    private void assertRefused(String file) {
        var failure = assertThrows(CorruptStateException.class, this::found);
        assertTrue(failure.getMessage().startsWith(state.resolve(file) + ": "), failure.getMessage());
        assertTrue(failure.getMessage().contains("restore the state directory from a backup"), failure.getMessage());
    }

    @Test
    void removesWhatACrashAfterTheSnapshotLeft() throws IOException {
        failSnapshots();
        var first = Files.readAllBytes(state.resolve("config-0.journal"));
        long last = found();
        Files.write(state.resolve("config-0.journal"), first);
        assertEquals(last, found());
        assertTrue(Files.notExists(state.resolve("config-0.journal")));
    }
}
