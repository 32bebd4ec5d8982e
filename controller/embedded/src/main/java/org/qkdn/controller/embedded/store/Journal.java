package org.qkdn.controller.embedded.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Committed changes since the last snapshot, one record each. {@link #append(byte[])} returns when the record is on
 * disk.
 *
 * <p>At most one record is ever unfinished, the last. So what follows the last good record is cut off when no good
 * record comes after it (the process died while it wrote), and is reported as damage when one does.
 */
final class Journal implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final byte[] MAGIC = "QKDNJRN1".getBytes(StandardCharsets.US_ASCII);

    private final FileChannel channel;
    private boolean broken;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    static void create(Path file) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, ByteBuffer.wrap(MAGIC));
            channel.force(true);
        }
    }

    /** The records of a journal in their order; an unfinished last one is cut off. */
    static List<byte[]> recover(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        if (bytes.length < MAGIC.length
                || !ByteBuffer.wrap(bytes, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw damaged(file, "this is not a journal of the controller's configuration");
        }
        var payloads = new ArrayList<byte[]>();
        int offset = MAGIC.length;
        while (JournalRecord.startsAt(bytes, offset)) {
            var record = JournalRecord.at(bytes, offset);
            payloads.add(record.payload());
            offset = record.end();
        }
        if (offset < bytes.length) {
            for (int later = offset + 1; later < bytes.length; later++) {
                if (JournalRecord.startsAt(bytes, later)) {
                    throw damaged(file, "the record at byte " + offset + " is damaged and good ones follow it");
                }
            }
            LOG.warn("{}: cut off an unfinished record of {} bytes", file, bytes.length - offset);
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(offset);
                channel.force(true);
            }
        }
        return payloads;
    }

    static Journal openForAppend(Path file) throws IOException {
        return new Journal(FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    /** After a failure nothing is known of what is on disk, so every later append fails too, until a restart. */
    synchronized void append(byte[] payload) throws IOException {
        if (broken) {
            throw new IOException("the journal could not be written before; restart the controller");
        }
        broken = true;
        writeFully(channel, JournalRecord.frame(payload));
        channel.force(false);
        broken = false;
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static CorruptStateException damaged(Path file, String fault) {
        return new CorruptStateException(
                file, fault, "restore the state directory from a backup, or move it away to start empty");
    }
}
