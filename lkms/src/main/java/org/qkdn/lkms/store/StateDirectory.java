package org.qkdn.lkms.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.qkdn.lkms.store.log.FileLog;
import org.qkdn.lkms.store.log.SegmentLog;
import org.qkdn.lkms.store.seal.Epochs;
import org.qkdn.lkms.store.seal.KeyRing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of one LKMS's key stores, locked. */
final class StateDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    private final StoreSettings settings;
    private final FileChannel lock;

    private StateDirectory(StoreSettings settings, FileChannel lock) {
        this.settings = settings;
        this.lock = lock;
    }

    static StateDirectory open(StoreSettings settings) throws StateException {
        var directory = settings.directory();
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var file = directory.resolve("lock");
            var channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (!locked(channel)) {
                channel.close();
                throw new StateException(
                        "state directory " + directory + " is in use by another process: stop that one first");
            }
            return new StateDirectory(settings, channel);
        } catch (StateException e) {
            throw e;
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Segments segments(Tables tables) throws StateException {
        try {
            var log = new FileLog(settings.directory());
            try {
                return Segments.open(log, epochs(log), tables);
            } catch (IOException | RuntimeException e) {
                log.close();
                throw e;
            }
        } catch (StateException e) {
            throw e;
        } catch (IOException e) {
            throw unusable(settings.directory(), e);
        }
    }

    private Epochs epochs(SegmentLog log) throws IOException {
        var ring = new KeyRing(settings.directory().resolve("epochs"));
        if (!ring.isThere() && !log.segments().isEmpty()) {
            throw new StateException(ring + " is missing, so the stored keys cannot be read: move "
                    + log.nameOf(log.segments().first()) + " and what is beside it away to start with empty stores");
        }
        return ring.open(settings.keyEncryptingKey(), settings.previousKey());
    }

    private static StateException unusable(Path directory, IOException e) {
        return new StateException(
                "state directory " + directory + " cannot be used (" + e.getMessage()
                        + "): make it a directory this user may write",
                e);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("unlocking {}: {}", settings.directory(), e.getMessage());
        }
    }
}
