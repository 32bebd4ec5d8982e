package org.qkdn.lkms.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are there after a power cut, and files of which nothing is left. */
public final class DurableFile {
    private static final String OLD = ".old";

    private DurableFile() {}

    /** Writes a new file that only its owner may read. */
    public static void create(Path file, byte[] content) throws IOException {
        try (var channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            write(channel, ByteBuffer.wrap(content));
        }
        force(file.toAbsolutePath().getParent());
    }

    /**
     * Puts {@code next} in the place of a file, whole or not at all, and overwrites what the file held before. The old
     * content keeps a name until it is overwritten: {@link #finish} does the rest where this was cut short.
     */
    public static void replace(Path file, Path next) throws IOException {
        var old = old(file);
        finish(file);
        if (Files.exists(file)) {
            Files.createLink(old, file);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.toAbsolutePath().getParent());
        destroy(old);
    }

    /** Overwrites what a {@link #replace} left that was cut short. */
    public static void finish(Path file) throws IOException {
        var old = old(file);
        if (Files.exists(old) && Files.exists(file) && Files.isSameFile(old, file)) {
            Files.delete(old);
        } else {
            destroy(old);
        }
    }

    /** Overwrites a file, then deletes it. Does nothing where there is none. */
    public static void destroy(Path file) throws IOException {
        if (Files.exists(file)) {
            SegmentFile.wipe(file);
            Files.delete(file);
            force(file.toAbsolutePath().getParent());
        }
    }

    /** Makes the names in a directory durable. */
    public static void force(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void write(FileChannel channel, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            int written = channel.write(content);
            if (written < 0) {
                throw new IOException("nothing can be written");
            }
        }
        channel.force(true);
    }

    private static Path old(Path file) {
        return file.resolveSibling(file.getFileName() + OLD);
    }
}
