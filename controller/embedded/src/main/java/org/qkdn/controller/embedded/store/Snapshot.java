package org.qkdn.controller.embedded.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.qkdn.controller.plane.journal.CorruptStateException;
import org.qkdn.controller.plane.journal.Journal;
import org.qkdn.controller.plane.journal.JournalRecord;

/**
 * The whole configuration at the moment a journal was begun, as one record.
 *
 * @param generation number of the journal that continues it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves its package
record Snapshot(long generation, byte[] tree) {
    static Snapshot read(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        if (!JournalRecord.startsAt(bytes, 0)
                || JournalRecord.at(bytes, 0).end() != bytes.length
                || bytes.length < Long.BYTES) {
            throw new CorruptStateException(
                    file, "the snapshot of the configuration is damaged", CorruptStateException.REMEDY);
        }
        var payload = ByteBuffer.wrap(JournalRecord.at(bytes, 0).payload());
        long generation = payload.getLong();
        return new Snapshot(generation, Arrays.copyOfRange(payload.array(), Long.BYTES, payload.limit()));
    }

    /** Replaces the file in one step: a crash leaves the old snapshot or the new one, whole. */
    void write(Path file) throws IOException {
        var payload = ByteBuffer.allocate(Long.BYTES + tree.length)
                .putLong(generation)
                .put(tree);
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            var frame = JournalRecord.frame(payload.array());
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        Journal.forceFolder(file.getParent());
    }
}
