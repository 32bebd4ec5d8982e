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
import org.qkdn.lkms.store.seal.Pkcs12Source;
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
            var log = settings.postgresql().isPresent()
                    ? settings.postgresql().get().open()
                    : new FileLog(settings.directory());
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

    /** Moves from the previous source to the current one, or makes a new key in the current one. */
    String rotateKey() throws StateException {
        var ring = new KeyRing(settings.directory().resolve("epochs"));
        try {
            if (!ring.isThere()) {
                throw new StateException(ring + " does not exist yet: there is no key-encrypting key to change");
            }
            if (settings.previousKey().isPresent()) {
                ring.open(settings.keyEncryptingKey(), settings.previousKey()).close();
                return "the stored keys are wrapped by the current key-encrypting key; the previous one is not needed";
            }
            if (settings.keyEncryptingKey() instanceof Pkcs12Source pkcs12) {
                ring.renew(pkcs12);
                return pkcs12.file() + " holds a new key-encrypting key; the one before is destroyed";
            }
            throw new StateException("a key in a token is changed by making another there, naming it in"
                    + " store.keyEncryptingKey and the one in use in store.previousKeyEncryptingKey");
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
