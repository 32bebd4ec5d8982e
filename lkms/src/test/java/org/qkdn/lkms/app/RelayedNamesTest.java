package org.qkdn.lkms.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.store.KeyBytes;

class RelayedNamesTest {
    private static final String APP = "44444444-0000-4000-8000-00000000000b";
    private static final String LINK = "55555555-0000-4000-8000-000000000001";
    private static final String OTHER = "55555555-0000-4000-8000-000000000002";

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-26T08:00:00Z");

    private RelayedNames open() throws IOException {
        return RelayedNames.open(folder, () -> now);
    }

    private RelayedNames.Found find(RelayedNames names, String link) throws IOException {
        return names.find(APP, link, Instant.EPOCH, now, 100);
    }

    @Test
    void tellsWhatWasRelayedOverALinkWithinATime() throws IOException {
        try (var names = open()) {
            var first = Batch.random(3);
            names.note(APP, List.of(LINK, OTHER), first);
            now = now.plusSeconds(10);
            names.note(APP, List.of(OTHER), Batch.random(1));
            names.note("another", List.of(LINK), Batch.random(1));
            assertEquals(1, find(names, LINK).ranges().size());
            assertEquals(2, find(names, OTHER).ranges().size());
            assertEquals(1, names.find(APP, OTHER, now, now, 100).ranges().size(), "the later one");
            assertEquals(
                    List.of(new RelayedNames.Range(
                            now.minusSeconds(10), KeyId.lowest(first.id(0)), KeyId.highest(first.id(2)))),
                    find(names, LINK).ranges());
            assertEquals(now.minusSeconds(10), find(names, LINK).since());
        }
    }

    @Test
    void anAnswerHasALimitAndSaysThatThereIsMore() throws IOException {
        try (var names = open()) {
            for (int i = 0; i < 5; i++) {
                names.note(APP, List.of(LINK), Batch.random(1));
            }
            var found = names.find(APP, LINK, Instant.EPOCH, now, 3);
            assertEquals(3, found.ranges().size());
            assertTrue(found.more());
            assertFalse(names.find(APP, LINK, Instant.EPOCH, now, 5).more());
        }
    }

    @Test
    void theIdentifiersOfABatchsKeysLieInItsRangeAndNoOthers() {
        long seed = 99;
        var random = new SplittableRandom(seed);
        for (int run = 0; run < 500; run++) {
            var batch = Batch.random(1 + random.nextInt(Batch.MOST));
            var lowest = KeyId.lowest(batch.id(0)).toString();
            var highest = KeyId.highest(batch.id(batch.blocks() - 1)).toString();
            int index = random.nextInt(-2, batch.blocks() + 2);
            var content = new byte[Batch.BLOCK_BYTES];
            random.nextBytes(content);
            try (var key = KeyBytes.copyOf(content)) {
                int offset = KeyId.CHECK_KEY + random.nextInt(400);
                var id = KeyId.of(APP, batch.id(index), key, offset, 1 + random.nextInt(64), random.nextBoolean())
                        .toUuid()
                        .toString();
                boolean within = id.compareTo(lowest) >= 0 && id.compareTo(highest) <= 0;
                assertEquals(index >= 0 && index < batch.blocks(), within, "seed " + seed + ", run " + run);
            }
        }
    }

    @Test
    void aTornEntryIsCutOffAndTheRestIsThereAfterARestart() throws IOException {
        try (var names = open()) {
            names.note(APP, List.of(LINK), Batch.random(1));
            names.note(APP, List.of(LINK), Batch.random(1));
        }
        var file = folder.resolve("relayed.log");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file) - 5);
        }
        now = now.plusSeconds(5);
        try (var names = open()) {
            assertEquals(1, find(names, LINK).ranges().size());
            names.note(APP, List.of(LINK), Batch.random(1));
            assertEquals(2, find(names, LINK).ranges().size());
            assertEquals(now.minusSeconds(5), find(names, LINK).since());
        }
    }

    @Test
    void damageIsToldNotGuessedAt() throws IOException {
        try (var names = open()) {
            names.note(APP, List.of(LINK), Batch.random(1));
            names.note(APP, List.of(LINK), Batch.random(1));
        }
        var file = folder.resolve("relayed.log");
        var bytes = Files.readAllBytes(file);
        bytes[70] ^= 1;
        Files.write(file, bytes);
        try (var names = open()) {
            assertTrue(assertThrows(IOException.class, () -> find(names, LINK))
                    .getMessage()
                    .contains("is damaged"));
        }
    }

    @Test
    void whatIsOlderThanTwoFilesIsForgottenAndTheAnswerSaysSinceWhen() throws IOException {
        var begin = now;
        try (var names = RelayedNames.open(folder, () -> now, 64L * 10)) {
            for (int i = 0; i < 35; i++) {
                now = now.plusSeconds(1);
                names.note(APP, List.of(LINK), Batch.random(1));
            }
            var found = find(names, LINK);
            assertTrue(found.ranges().size() >= 9 && found.ranges().size() <= 19, found::toString);
            assertTrue(found.since().isAfter(begin));
            assertFalse(found.ranges().getFirst().at().isBefore(found.since()));
        }
        assertTrue(Files.size(folder.resolve("relayed.log")) <= 640);
    }

    @Test
    void whatCannotBeNotedIsNotToBeRelayedAndLaterItIsNotedAgain() throws IOException {
        var place = folder.resolve("place");
        var names = RelayedNames.open(place, () -> now);
        names.close();
        Files.delete(place.resolve("relayed.log"));
        Files.delete(place);
        assertThrows(UncheckedIOException.class, () -> names.note(APP, List.of(LINK), Batch.random(1)));
        Files.createDirectory(place);
        names.note(APP, List.of(LINK), Batch.random(1));
        assertEquals(1, find(names, LINK).ranges().size());
        names.close();
    }
}
