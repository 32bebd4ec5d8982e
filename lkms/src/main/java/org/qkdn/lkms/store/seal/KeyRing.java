package org.qkdn.lkms.store.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.qkdn.lkms.store.StateException;
import org.qkdn.lkms.store.log.DurableFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the file of epoch keys and the key-encrypting key together, and changes the latter. Whenever it is cut short,
 * the old key or the new one works at the next start.
 */
public final class KeyRing {
    /** What is done of a change of the key-encrypting key. */
    enum Step {
        NEXT_KEY_MADE,
        COPY_WRAPPED,
        FILE_REPLACED
    }

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final Path file;
    private final Path copy;
    private final Consumer<Step> reached;

    public KeyRing(Path file) {
        this(file, step -> {});
    }

    KeyRing(Path file, Consumer<Step> reached) {
        this.file = file;
        this.copy = file.resolveSibling(file.getFileName() + ".new");
        this.reached = reached;
    }

    public boolean isThere() {
        return Files.exists(file);
    }

    /** Opens the file under the current key, after rewrapping where that is not the one it is wrapped by; or makes it. */
    public Epochs open(KeySource source, Optional<KeySource> previous) throws IOException {
        if (!isThere()) {
            var key = source.openOrMake();
            Epochs.make(file, key);
            return Epochs.open(file, key);
        }
        tidy();
        if (source instanceof Pkcs12Source pkcs12) {
            finish(pkcs12);
        }
        var key = source.open();
        if (!Epochs.areWrappedBy(file, key)) {
            var before = previous.orElseThrow(() -> new StateException(key.name() + " is not the key of " + file
                    + ": restore the right one from a backup, name the one before as 'previousKeyEncryptingKey', or move"
                    + " the state directory's files away to start with empty stores"));
            rewrap(before, key);
        }
        return Epochs.open(file, key);
    }

    private void rewrap(KeySource from, KeyEncryptingKey to) throws IOException {
        try (var old = from.open()) {
            if (!Epochs.areWrappedBy(file, old)) {
                throw new StateException("neither " + to.name() + " nor " + old.name() + " is the key of " + file
                        + ": name the right one, or move the state directory's files away to start with empty stores");
            }
            Epochs.rewrap(file, old, to, copy);
            reached.accept(Step.COPY_WRAPPED);
            DurableFile.replace(file, copy);
            reached.accept(Step.FILE_REPLACED);
            LOG.info("the key-encrypting key is now {}; {} is not needed any more", to.name(), old.name());
        }
    }

    /** Makes a new key in the place of the current one. */
    public void renew(Pkcs12Source source) throws IOException {
        tidy();
        finish(source);
        var next = source.successor();
        next.make();
        reached.accept(Step.NEXT_KEY_MADE);
        try (var key = next.open()) {
            rewrap(source, key);
        }
        DurableFile.replace(source.file(), next.file());
    }

    private void tidy() throws IOException {
        DurableFile.finish(file);
        DurableFile.destroy(copy);
    }

    /** A key in waiting takes its place where the file is wrapped by it already, else it goes. */
    private void finish(Pkcs12Source source) throws IOException {
        DurableFile.finish(source.file());
        var next = source.successor();
        if (Files.exists(next.file())) {
            if (isWhole(next)) {
                DurableFile.replace(source.file(), next.file());
            } else {
                DurableFile.destroy(next.file());
            }
        }
    }

    private boolean isWhole(Pkcs12Source next) throws IOException {
        try (var key = next.open()) {
            return Epochs.areWrappedBy(file, key);
        } catch (StateException e) {
            LOG.debug("a new key-encrypting key was not finished", e);
            return false;
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
