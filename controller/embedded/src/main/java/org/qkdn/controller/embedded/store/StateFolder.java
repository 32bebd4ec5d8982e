package org.qkdn.controller.embedded.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.qkdn.controller.plane.journal.CorruptStateException;
import org.qkdn.controller.plane.journal.Journal;

/**
 * The files that hold the configuration: {@code config.snapshot}, the {@code config-N.journal} that continue it, and a
 * lock that keeps a second controller out.
 */
final class StateFolder implements Closeable {
    private static final Pattern JOURNAL = Pattern.compile("config-(\\d{1,18})\\.journal");

    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static StateFolder open(Path folder) throws IOException {
        create(folder.toAbsolutePath());
        var file = folder.resolve("lock");
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new StateFolder(folder, channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(file);
        }
        channel.close();
        throw inUse(file);
    }

    /** With the entries of new folders on disk too. */
    private static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            create(folder.getParent());
            Files.createDirectories(folder);
            Journal.forceFolder(folder.getParent());
        }
    }

    private static CorruptStateException inUse(Path file) {
        return new CorruptStateException(
                file,
                "another controller uses this state directory",
                "stop it, or give this one another stateDirectory");
    }

    Path snapshot() {
        return folder.resolve("config.snapshot");
    }

    Path journal(long generation) {
        return folder.resolve("config-" + generation + ".journal");
    }

    /** Numbers of the journals that are there. */
    SortedSet<Long> journals() throws IOException {
        var generations = new TreeSet<Long>();
        try (var files = Files.list(folder)) {
            files.map(file -> JOURNAL.matcher(file.getFileName().toString())).forEach(name -> {
                if (name.matches()) {
                    generations.add(Long.parseLong(name.group(1)));
                }
            });
        }
        return generations;
    }

    /** Removes the journals that a snapshot has made superfluous. */
    void dropBefore(long generation) throws IOException {
        for (long old : journals().headSet(generation)) {
            Files.deleteIfExists(journal(old));
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
