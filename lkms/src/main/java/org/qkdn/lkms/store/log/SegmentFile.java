package org.qkdn.lkms.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;
import org.qkdn.lkms.store.StateException;

/**
 * One file of the log: a head, then frames, then zeros. It is filled with zeros before the first frame, so that making a
 * frame durable changes nothing but data blocks. A frame is: mark, length, number, CRC-32C of all but itself, content.
 */
final class SegmentFile implements AutoCloseable {
    private static final long FILE_MARK = 0x514B444E_4B455953L;
    private static final int FRAME_MARK = 0x4672616D;
    private static final int FORMAT = 2;
    private static final int HEAD = 64;
    private static final int FRAME_HEAD = Integer.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES;
    private static final int CHUNK = 1 << 16;

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    private long end = HEAD;

    private SegmentFile(FileChannel channel) {
        this.channel = channel;
    }

    static SegmentFile create(Path file, int capacity) throws IOException {
        var channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        zero(channel, capacity);
        channel.write(
                ByteBuffer.allocate(HEAD).putLong(FILE_MARK).putInt(FORMAT).rewind(), 0);
        channel.force(true);
        return new SegmentFile(channel);
    }

    void append(long number, byte[] sealed) throws IOException {
        int length = FRAME_HEAD + sealed.length;
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocateDirect(Math.max(length, 2 * buffer.capacity()));
        }
        buffer.clear()
                .putInt(FRAME_MARK)
                .putInt(sealed.length)
                .putLong(number)
                .putInt(check(number, sealed))
                .put(sealed)
                .flip();
        while (buffer.hasRemaining()) {
            end += channel.write(buffer, end);
        }
        channel.force(false);
    }

    static void read(Path file, SegmentLog.FrameReader reader) throws IOException {
        var content = ByteBuffer.wrap(Files.readAllBytes(file));
        checkHead(file, content);
        int at = HEAD;
        long number = 0;
        for (int length = frameAt(content, at, number); length >= 0; length = frameAt(content, at, number)) {
            var sealed = new byte[length];
            content.get(at + FRAME_HEAD, sealed);
            reader.take(number++, sealed);
            at += FRAME_HEAD + length;
        }
        refuseFramesBehind(file, content, at, number);
    }

    private static void checkHead(Path file, ByteBuffer content) throws StateException {
        if (content.capacity() < HEAD || content.getLong(0) != FILE_MARK) {
            throw damaged(file, "its head is not one");
        }
        if (content.getInt(Long.BYTES) > FORMAT) {
            throw new StateException(file + " has format " + content.getInt(Long.BYTES) + ", and this version knows "
                    + FORMAT + " at most: start the version that wrote it, or a newer one");
        }
    }

    /** Length of the content of the frame of this number that begins here; -1 where none does. */
    private static int frameAt(ByteBuffer content, int at, long number) {
        if (content.capacity() - at < FRAME_HEAD || content.getInt(at) != FRAME_MARK) {
            return -1;
        }
        int length = content.getInt(at + 4);
        if (length < 0 || length > content.capacity() - at - FRAME_HEAD || content.getLong(at + 8) != number) {
            return -1;
        }
        var sealed = new byte[length];
        content.get(at + FRAME_HEAD, sealed);
        return content.getInt(at + 16) == check(number, sealed) ? length : -1;
    }

    /**
     * Each frame is forced before the next is written, so only the last one can be unfinished: a good frame behind a bad
     * one means that the bad one was good once.
     */
    private static void refuseFramesBehind(Path file, ByteBuffer content, int at, long number) throws StateException {
        for (int i = at; i <= content.capacity() - FRAME_HEAD; i++) {
            if (content.getInt(i) == FRAME_MARK) {
                long found = content.getLong(i + 8);
                if (found > number && frameAt(content, i, found) >= 0) {
                    throw damaged(file, "frame " + number + " is damaged and frame " + found + " is not");
                }
            }
        }
    }

    private static StateException damaged(Path file, String how) {
        return new StateException(file + " is corrupt (" + how + "): move the state directory's files away and start"
                + " again; the stores fill anew");
    }

    private static int check(long number, byte[] sealed) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(sealed.length)
                .putLong(number)
                .flip());
        crc.update(sealed);
        return (int) crc.getValue();
    }

    /** Overwrites all of it; the name stays. */
    static void wipe(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            zero(channel, channel.size());
            channel.force(true);
        }
    }

    private static void zero(FileChannel channel, long length) throws IOException {
        var zeros = ByteBuffer.allocate(CHUNK);
        for (long at = 0; at < length; ) {
            zeros.clear().limit((int) Math.min(CHUNK, length - at));
            at += channel.write(zeros, at);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
