package org.qkdn.controller.plane.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final int SEED = 20261121;

    @TempDir
    Path folder;

    private Path file;
    private List<byte[]> payloads;

    @BeforeEach
    void writeTenRecords() throws IOException {
        var random = new Random(SEED);
        payloads = IntStream.range(0, 10)
                .mapToObj(index -> {
                    var payload = new byte[1 + random.nextInt(300)];
                    random.nextBytes(payload);
                    return payload;
                })
                .toList();
        file = folder.resolve("config-0.journal");
        Journal.create(file);
        try (var journal = Journal.openForAppend(file)) {
            for (var payload : payloads) {
                journal.append(payload);
            }
        }
    }

    private void assertHolds(int records) throws IOException {
        var found = Journal.recover(file);
        assertEquals(records, found.size());
        for (int index = 0; index < records; index++) {
            assertArrayEquals(payloads.get(index), found.get(index));
        }
    }

    @Test
    void givesBackWhatWasAppended() throws IOException {
        assertHolds(10);
    }

    @Test
    void cutsOffALastRecordTornAtAnyByte() throws IOException {
        var whole = Files.readAllBytes(file);
        int start = whole.length - payloads.getLast().length - JournalRecord.HEADER_BYTES;
        for (int length = start + 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertHolds(9);
            assertEquals(start, Files.size(file), "the torn part is gone from the file");
        }
    }

    @Test
    void cutsOffALastRecordOfWhichOnlyTheLengthOfTheFileReachedTheDisk() throws IOException {
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length + 500));
        assertHolds(10);
        assertEquals(whole.length, Files.size(file));
    }

    @Test
    void appendsAfterWhatWasCutOff() throws IOException {
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertHolds(9);
        try (var journal = Journal.openForAppend(file)) {
            journal.append(payloads.getLast());
        }
        assertHolds(10);
    }

    @Test
    void reportsDamageBeforeGoodRecords() throws IOException {
        var whole = Files.readAllBytes(file);
        int start = whole.length - payloads.getLast().length - JournalRecord.HEADER_BYTES;
        for (int position = 0; position < start; position++) {
            var damaged = whole.clone();
            damaged[position] ^= 0x10;
            Files.write(file, damaged);
            var failure = assertThrows(CorruptStateException.class, () -> Journal.recover(file), "byte " + position);
            assertTrue(failure.getMessage().startsWith(file.toString()), failure.getMessage());
            assertArrayEquals(damaged, Files.readAllBytes(file), "a damaged journal is left as it is");
        }
    }

    private Journal failing(FailingChannel[] disk) throws IOException {
        return Journal.open(file, path -> {
            disk[0] = new FailingChannel(FileChannel.open(path, StandardOpenOption.WRITE));
            return disk[0];
        });
    }

    @Test
    void refusesARecordThatFindsNoRoomWhereverItIsFullAndTakesTheNext() throws IOException {
        var disk = new FailingChannel[1];
        long length = Files.size(file);
        try (var journal = failing(disk)) {
            for (int room = 0; room < payloads.getFirst().length + JournalRecord.HEADER_BYTES; room++) {
                disk[0].room(room);
                var failure = assertThrows(IOException.class, () -> journal.append(payloads.getFirst()));
                assertEquals(file + ": No space left on device", failure.getMessage());
                assertEquals(length, Files.size(file), "nothing of it comes back after a restart");
            }
            disk[0].room(Integer.MAX_VALUE);
            journal.append(payloads.getFirst());
        }
        assertEquals(11, Journal.recover(file).size());
    }

    @Test
    void refusesARecordThatCannotBeForcedToDiskAndTakesTheNext() throws IOException {
        var disk = new FailingChannel[1];
        try (var journal = failing(disk)) {
            disk[0].forces(0);
            assertThrows(IOException.class, () -> journal.append(payloads.getFirst()));
            assertHolds(10);
            journal.append(payloads.getLast());
        }
        assertEquals(11, Journal.recover(file).size());
    }

    @Test
    void refusesAllRecordsWhileWhatFailedCannotBeCutOff() throws IOException {
        var disk = new FailingChannel[1];
        try (var journal = failing(disk)) {
            disk[0].room(5);
            disk[0].stuck(true);
            assertThrows(IOException.class, () -> journal.append(payloads.getFirst()));
            disk[0].room(Integer.MAX_VALUE);
            assertThrows(IOException.class, () -> journal.append(payloads.getFirst()));
            disk[0].stuck(false);
            journal.append(payloads.getFirst());
        }
        assertEquals(11, Journal.recover(file).size());
    }

    @Test
    void opensTheFileAnewWhenAnInterruptedWriteHasClosedIt() throws IOException {
        try (var journal = Journal.openForAppend(file)) {
            Thread.currentThread().interrupt();
            assertThrows(IOException.class, () -> journal.append(payloads.getFirst()));
            assertTrue(Thread.interrupted());
            journal.append(payloads.getFirst());
        }
        assertEquals(11, Journal.recover(file).size());
    }
}
