package org.qkdn.controller.embedded.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTree;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.opendaylight.yangtools.yang.data.tree.api.DataValidationFailedException;
import org.opendaylight.yangtools.yang.data.tree.spi.DataTreeCandidates;

/**
 * The files that hold the configuration: {@code config.snapshot}, the {@code config-N.journal} that continues it, and a
 * lock that keeps a second controller out.
 *
 * <p>At each start the journal is folded into a new snapshot. Order of steps: new empty journal N+1, snapshot that names
 * N+1, delete journal N. A crash between any two leaves a snapshot and its journal.
 */
final class StateFolder implements Closeable {
    private static final String REMEDY = "restore the state directory from a backup, or move it away to start empty";

    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static StateFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
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

    private static CorruptStateException inUse(Path file) {
        return new CorruptStateException(
                file,
                "another controller uses this state directory",
                "stop it, or give this one another stateDirectory");
    }

    /** Fills the empty tree with what was committed before and returns the journal for what comes. */
    Journal restore(DataTree tree) throws IOException {
        var snapshotFile = folder.resolve("config.snapshot");
        var snapshot =
                Files.exists(snapshotFile) ? Optional.of(Snapshot.read(snapshotFile)) : Optional.<Snapshot>empty();
        long generation = snapshot.map(Snapshot::generation).orElse(0L);
        var journal = journalFile(generation);
        if (snapshot.isPresent()) {
            load(tree, snapshotFile, snapshot.orElseThrow());
        }
        if (!Files.exists(journal)) {
            if (snapshot.isPresent()) {
                throw new CorruptStateException(journal, "the journal that continues the snapshot is missing", REMEDY);
            }
            Journal.create(journal);
            Snapshot.force(folder);
        }
        if (replay(tree, journal) > 0) {
            var next = journalFile(generation + 1);
            Journal.create(next);
            Snapshot.force(folder);
            new Snapshot(generation + 1, TreeCodec.encode(root(tree))).write(snapshotFile);
            Files.delete(journal);
            return Journal.openForAppend(next);
        }
        return Journal.openForAppend(journal);
    }

    private Path journalFile(long generation) {
        return folder.resolve("config-" + generation + ".journal");
    }

    private static ContainerNode root(DataTree tree) {
        return (ContainerNode)
                tree.takeSnapshot().readNode(YangInstanceIdentifier.of()).orElseThrow();
    }

    private static void load(DataTree tree, Path file, Snapshot snapshot) throws IOException {
        try {
            var modification = tree.takeSnapshot().newModification();
            for (var child : ((ContainerNode) TreeCodec.decodeTree(snapshot.tree())).body()) {
                modification.write(YangInstanceIdentifier.of(child.name()), child);
            }
            apply(tree, modification);
        } catch (IOException | RuntimeException | DataValidationFailedException e) {
            throw doesNotFit(file, "the snapshot", e);
        }
    }

    private static int replay(DataTree tree, Path file) throws IOException {
        int number = 0;
        for (var payload : Journal.recover(file)) {
            number++;
            try {
                var modification = tree.takeSnapshot().newModification();
                DataTreeCandidates.applyToModification(modification, TreeCodec.decodeChange(payload));
                apply(tree, modification);
            } catch (IOException | RuntimeException | DataValidationFailedException e) {
                throw doesNotFit(file, "record " + number, e);
            }
        }
        return number;
    }

    private static void apply(DataTree tree, DataTreeModification modification) throws DataValidationFailedException {
        modification.ready();
        tree.validate(modification);
        tree.commit(tree.prepare(modification));
    }

    private static CorruptStateException doesNotFit(Path file, String part, Exception cause) {
        return new CorruptStateException(
                file,
                part + " does not fit this controller's YANG models (" + cause.getMessage() + ")",
                "start the version of the controller that wrote it, or " + REMEDY,
                cause);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
