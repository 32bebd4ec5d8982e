package org.qkdn.lkms.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.qkdn.lkms.store.log.DurableFile;

/**
 * Which keys were relayed over which link, and when, by the ranges that their identifiers lie in; never a key. An entry is on
 * disk before the relay begins, so none is missing, and some are there whose relay failed. Two files of a fixed size: what
 * is older than both is forgotten.
 */
public final class RelayedNames implements AutoCloseable {
    /** Time, application, link, first block, number of blocks, checksum. */
    private static final int ENTRY_BYTES = Long.BYTES + 3 * 2 * Long.BYTES + 2 * Integer.BYTES;

    private static final long MOST_BYTES = 32L << 20;
    private static final UUID NOTHING = new UUID(0, 0);

    private final Path file;
    private final Path before;
    private final InstantSource clock;
    private final long mostBytes;
    private FileChannel channel;
    private long length;

    /**
     * The identifiers of the keys of one batch lie between these, both included.
     *
     * @param at when the relay began, by the clock of this node
     */
    public record Range(Instant at, UUID firstKeyId, UUID lastKeyId) {}

    /**
     * Ranges, the earliest first.
     *
     * @param since when the record begins
     * @param more whether there were more than asked for
     */
    public record Found(List<Range> ranges, Instant since, boolean more) {
        public Found {
            ranges = List.copyOf(ranges);
        }
    }

    private record Entry(Instant at, UUID application, UUID link, UUID first, int blocks) {}

    private RelayedNames(Path folder, InstantSource clock, long mostBytes) throws IOException {
        this.clock = clock;
        this.mostBytes = mostBytes;
        file = folder.resolve("relayed.log");
        before = folder.resolve("relayed-before.log");
        Files.createDirectories(folder);
        if (!Files.exists(file)) {
            DurableFile.create(file, new byte[0]);
        }
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        length = channel.size() / ENTRY_BYTES * ENTRY_BYTES;
        // what was not whole when the process died was never relayed
        while (length > 0 && read(channel, length - ENTRY_BYTES).isEmpty()) {
            length -= ENTRY_BYTES;
        }
        channel.truncate(length);
        if (length == 0) {
            begin();
        }
    }

    public static RelayedNames open(Path folder, InstantSource clock) throws IOException {
        return new RelayedNames(folder, clock, MOST_BYTES);
    }

    static RelayedNames open(Path folder, InstantSource clock, long mostBytes) throws IOException {
        return new RelayedNames(folder, clock, mostBytes);
    }

    /**
     * Call it before the batch is relayed.
     *
     * @throws UncheckedIOException if it is not on disk: then nothing must be relayed
     */
    public synchronized void note(String application, List<String> links, Batch batch) {
        var entries = ByteBuffer.allocate(ENTRY_BYTES * links.size());
        var now = clock.instant();
        for (var link : links) {
            put(entries, new Entry(now, id(application), id(link), batch.first(), batch.blocks()));
        }
        try {
            reopen();
            if (length + entries.position() > mostBytes) {
                turnOver();
            }
            write(entries.flip());
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException(file + " cannot be written: " + e.getMessage(), e));
        }
    }

    /** Those of an application over a link within a time, both bounds included. */
    public synchronized Found find(String application, String link, Instant from, Instant until, int limit)
            throws IOException {
        var ranges = new ArrayList<Range>();
        var since = new ArrayList<Instant>();
        if (Files.exists(before)) {
            try (var old = FileChannel.open(before, StandardOpenOption.READ)) {
                collect(old, old.size(), id(application), id(link), from, until, limit, ranges, since);
            }
        }
        collect(channel, length, id(application), id(link), from, until, limit, ranges, since);
        boolean more = ranges.size() > limit;
        return new Found(more ? ranges.subList(0, limit) : ranges, since.getFirst(), more);
    }

    private void collect(
            FileChannel from,
            long size,
            UUID application,
            UUID link,
            Instant begin,
            Instant end,
            int limit,
            List<Range> ranges,
            List<Instant> since)
            throws IOException {
        var part = ByteBuffer.allocate(ENTRY_BYTES * 1024);
        for (long at = 0; at < size; at += part.capacity()) {
            part.clear().limit((int) Math.min(part.capacity(), size - at));
            readFully(from, part, at);
            part.flip();
            while (part.remaining() >= ENTRY_BYTES) {
                var entry = entry(part);
                if (entry.isEmpty()) {
                    throw new IOException(file + " is damaged: what was relayed is not known");
                }
                if (since.isEmpty()) {
                    since.add(entry.get().at());
                }
                if (ranges.size() <= limit && matches(entry.get(), application, link, begin, end)) {
                    ranges.add(range(entry.get()));
                }
            }
        }
    }

    private static boolean matches(Entry entry, UUID application, UUID link, Instant begin, Instant end) {
        return entry.link().equals(link)
                && entry.application().equals(application)
                && !entry.at().isBefore(begin)
                && !entry.at().isAfter(end);
    }

    private static Range range(Entry entry) {
        var last = new UUID(
                entry.first().getMostSignificantBits() + entry.blocks() - 1,
                entry.first().getLeastSignificantBits());
        return new Range(entry.at(), KeyId.lowest(entry.first()), KeyId.highest(last));
    }

    private void turnOver() throws IOException {
        channel.close();
        Files.move(file, before, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        reopen();
    }

    /** After a change of files that failed half way, or an interrupted write. */
    private void reopen() throws IOException {
        if (channel.isOpen()) {
            return;
        }
        if (!Files.exists(file)) {
            DurableFile.create(file, new byte[0]);
        }
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        length = channel.size() / ENTRY_BYTES * ENTRY_BYTES;
        if (length == 0) {
            begin();
        }
    }

    /** The first entry of each file says when it begins. */
    private void begin() throws IOException {
        var entry = ByteBuffer.allocate(ENTRY_BYTES);
        put(entry, new Entry(clock.instant(), NOTHING, NOTHING, NOTHING, 0));
        write(entry.flip());
    }

    private void write(ByteBuffer entries) throws IOException {
        long at = length;
        try {
            while (entries.hasRemaining()) {
                at += channel.write(entries, at);
            }
            channel.force(false);
            length = at;
        } catch (IOException e) {
            if (channel.isOpen()) {
                channel.truncate(length);
            }
            throw e;
        }
    }

    private static void put(ByteBuffer to, Entry entry) {
        int begin = to.position();
        to.putLong(entry.at().toEpochMilli());
        for (var id : List.of(entry.application(), entry.link(), entry.first())) {
            to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }
        to.putInt(entry.blocks());
        to.putInt(checksum(to, begin));
    }

    private static int checksum(ByteBuffer entry, int begin) {
        var crc = new CRC32C();
        crc.update(entry.duplicate().limit(begin + ENTRY_BYTES - Integer.BYTES).position(begin));
        return (int) crc.getValue();
    }

    private static Optional<Entry> read(FileChannel from, long at) throws IOException {
        var bytes = ByteBuffer.allocate(ENTRY_BYTES);
        readFully(from, bytes, at);
        return entry(bytes.flip());
    }

    private static void readFully(FileChannel from, ByteBuffer to, long begin) throws IOException {
        long at = begin;
        while (to.hasRemaining()) {
            int count = from.read(to, at);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }

    /** The next one; none where its checksum is wrong. */
    private static Optional<Entry> entry(ByteBuffer from) {
        int begin = from.position();
        var entry = new Entry(
                Instant.ofEpochMilli(from.getLong()),
                new UUID(from.getLong(), from.getLong()),
                new UUID(from.getLong(), from.getLong()),
                new UUID(from.getLong(), from.getLong()),
                from.getInt());
        return from.getInt() == checksum(from, begin) ? Optional.of(entry) : Optional.empty();
    }

    /** Identifiers are UUIDs; others are told apart all the same. */
    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
