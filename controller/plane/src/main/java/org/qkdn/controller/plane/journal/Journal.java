package org.qkdn.controller.plane.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Committed changes, one record each. {@link #append(byte[])} returns when the record is on disk.
 *
 * <p>At most one record is ever unfinished, the last. So what follows the last good record is cut off when no good
 * record comes after it (the process died while it wrote), and is reported as damage when one does.
 */
public final class Journal implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final byte[] MAGIC = "QKDNJRN2".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final Opening opening;
    private FileChannel channel;
    private long length;
    private boolean unsure;

    /** How the file is opened, at first and again when an interrupted write has closed it. */
    public interface Opening {
        FileChannel open(Path file) throws IOException;
    }

    private Journal(Path file, Opening opening) throws IOException {
        this.file = file;
        this.opening = opening;
        channel = opening.open(file);
        length = channel.size();
    }

    /** An empty journal that is there whole or, after a crash, not at all. */
    public static void create(Path file) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            writeFully(channel, ByteBuffer.wrap(MAGIC), 0);
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder(file.getParent());
    }

    /** The records of a journal in their order; an unfinished last one is cut off. */
    public static List<byte[]> recover(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        int end = MAGIC.length;
        var payloads = records(file, bytes);
        for (var payload : payloads) {
            end += JournalRecord.HEADER_BYTES + payload.length;
        }
        if (end < bytes.length) {
            LOG.warn("{}: cut off an unfinished record of {} bytes", file, bytes.length - end);
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(end);
                channel.force(true);
            }
        }
        return payloads;
    }

    /** The same of a journal that another one continues: nothing of it can be unfinished. */
    public static List<byte[]> whole(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var payloads = records(file, bytes);
        var end = payloads.stream()
                .mapToInt(payload -> JournalRecord.HEADER_BYTES + payload.length)
                .sum();
        if (MAGIC.length + end < bytes.length) {
            throw damaged(
                    file, "the record at byte " + (MAGIC.length + end) + " is damaged and another journal follows");
        }
        return payloads;
    }

    private static List<byte[]> records(Path file, byte[] bytes) throws CorruptStateException {
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
        for (int later = offset + 1; later < bytes.length; later++) {
            if (JournalRecord.startsAt(bytes, later)) {
                throw damaged(file, "the record at byte " + offset + " is damaged and good ones follow it");
            }
        }
        return payloads;
    }

    public static Journal openForAppend(Path file) throws IOException {
        return open(file, path -> FileChannel.open(path, StandardOpenOption.WRITE));
    }

    /** Opens a recovered journal in a way of its own. */
    public static Journal open(Path file, Opening opening) throws IOException {
        return new Journal(file, opening);
    }

    /**
     * Writes one record.
     *
     * @throws IOException if it is not on disk. What was written of it is cut off again, so that a restart does not bring
     *     back what was refused; while not even that succeeds, later records are refused too
     */
    public synchronized void append(byte[] payload) throws IOException {
        if (unsure) {
            cutBack();
        }
        unsure = true;
        var frame = JournalRecord.frame(payload);
        int size = frame.remaining();
        try {
            writeFully(channel, frame, length);
            channel.force(false);
        } catch (IOException e) {
            try {
                cutBack();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw new IOException(file + ": " + reason(e), e);
        }
        length += size;
        unsure = false;
    }

    private void cutBack() throws IOException {
        if (!channel.isOpen()) {
            channel = opening.open(file);
        }
        channel.truncate(length);
        channel.force(true);
        unsure = false;
    }

    /** In bytes, up to the last record that is on disk. */
    public synchronized long length() {
        return length;
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes, long start) throws IOException {
        long position = start;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /** Makes created, renamed and deleted entries of a folder durable. */
    public static void forceFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static CorruptStateException damaged(Path file, String fault) {
        return new CorruptStateException(file, fault, CorruptStateException.REMEDY);
    }
}
