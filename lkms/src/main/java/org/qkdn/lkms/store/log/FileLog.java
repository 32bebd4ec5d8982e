package org.qkdn.lkms.store.log;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Segments as files of one directory, {@code segment-<n>.log}. */
public final class FileLog implements SegmentLog {
    private static final Pattern NAME = Pattern.compile("segment-([0-9]{1,18})\\.log");

    private final Path directory;
    private final Map<Long, SegmentFile> open = new ConcurrentHashMap<>();

    /** A directory that is for this process alone. */
    public FileLog(Path directory) throws IOException {
        this.directory = directory;
        try (var unfinished = Files.newDirectoryStream(directory, "segment-*.log.new")) {
            for (var file : unfinished) {
                Files.delete(file);
            }
        }
    }

    @Override
    public SortedSet<Long> segments() throws IOException {
        var numbers = new TreeSet<Long>();
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                var name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    numbers.add(Long.parseLong(name.group(1)));
                }
            }
        }
        return numbers;
    }

    @Override
    public void create(long segment, int capacity) throws IOException {
        if (Files.exists(file(segment))) {
            throw new FileAlreadyExistsException(nameOf(segment));
        }
        var unfinished = directory.resolve("segment-" + segment + ".log.new");
        Files.deleteIfExists(unfinished);
        open.put(segment, SegmentFile.create(unfinished, capacity));
        Files.move(unfinished, file(segment), StandardCopyOption.ATOMIC_MOVE);
        DurableFile.force(directory);
    }

    @Override
    public void append(long segment, long number, byte[] sealed) throws IOException {
        open.get(segment).append(number, sealed);
    }

    @Override
    public void read(long segment, FrameReader reader) throws IOException {
        SegmentFile.read(file(segment), reader);
    }

    /** What it held is overwritten first. */
    @Override
    public void drop(long segment) throws IOException {
        var file = open.remove(segment);
        if (file != null) {
            file.close();
        }
        DurableFile.destroy(file(segment));
    }

    @Override
    public String nameOf(long segment) {
        return file(segment).toString();
    }

    private Path file(long segment) {
        return directory.resolve("segment-" + segment + ".log");
    }

    @Override
    public void close() throws IOException {
        for (var file : open.values()) {
            file.close();
        }
        open.clear();
    }
}
