package org.qkdn.controller.embedded.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.opendaylight.mdsal.common.api.TransactionCommitFailedException;
import org.opendaylight.mdsal.dom.api.DOMDataTreeChangeListener;
import org.opendaylight.mdsal.dom.spi.store.DOMStore;
import org.opendaylight.mdsal.dom.spi.store.DOMStoreReadTransaction;
import org.opendaylight.mdsal.dom.spi.store.DOMStoreReadWriteTransaction;
import org.opendaylight.mdsal.dom.spi.store.DOMStoreThreePhaseCommitCohort;
import org.opendaylight.mdsal.dom.spi.store.DOMStoreTransactionChain;
import org.opendaylight.mdsal.dom.spi.store.DOMStoreTreeChangePublisher;
import org.opendaylight.mdsal.dom.spi.store.DOMStoreWriteTransaction;
import org.opendaylight.mdsal.dom.spi.store.SnapshotBackedTransactions;
import org.opendaylight.mdsal.dom.spi.store.SnapshotBackedWriteTransaction;
import org.opendaylight.mdsal.dom.spi.store.SnapshotBackedWriteTransaction.TransactionReadyPrototype;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTree;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidateNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeConfiguration;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeSnapshot;
import org.opendaylight.yangtools.yang.data.tree.api.DataValidationFailedException;
import org.opendaylight.yangtools.yang.data.tree.api.ModificationType;
import org.opendaylight.yangtools.yang.data.tree.impl.di.InMemoryDataTreeFactory;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.qkdn.controller.northbound.check.CommitCheck;
import org.qkdn.controller.northbound.check.CommitFailures;
import org.qkdn.controller.northbound.check.Refusal;
import org.qkdn.controller.plane.journal.CorruptStateException;

/**
 * The configuration datastore: a data tree in memory, a journal of its changes on disk. A commit is acknowledged, and
 * becomes visible, only after its record was forced to disk.
 */
public final class DurableConfigStore extends TransactionReadyPrototype<String>
        implements DOMStore, DOMStoreTreeChangePublisher, AutoCloseable {
    private static final CommitCohort.Outcome NOBODY_ASKS = new CommitCohort.Outcome() {
        @Override
        public void committed() {
            // a lone transaction has no successor
        }

        @Override
        public void failed(Throwable cause) {
            // the broker tells the caller
        }
    };

    /** In bytes. Some thousands of changes: read back in less time than the models take to be parsed. */
    private static final long SHORTEST_JOURNAL = 1 << 20;

    private final AtomicLong transactions = new AtomicLong();
    private final List<CommitCheck> checks = new CopyOnWriteArrayList<>();
    private final StateFolder folder;
    private final DataTree tree;
    private final History history;
    private final ChangePublisher publisher;

    private DurableConfigStore(StateFolder folder, DataTree tree, History history, Executor listeners) {
        this.folder = folder;
        this.tree = tree;
        this.history = history;
        publisher = new ChangePublisher(listeners);
    }

    /**
     * Opens the store with everything that was ever acknowledged.
     *
     * @throws CorruptStateException if a file is damaged or in use
     */
    public static DurableConfigStore open(Path stateDirectory, EffectiveModelContext models, Executor listeners)
            throws IOException {
        return open(stateDirectory, models, listeners, SHORTEST_JOURNAL);
    }

    static DurableConfigStore open(
            Path stateDirectory, EffectiveModelContext models, Executor listeners, long shortestJournal)
            throws IOException {
        var folder = StateFolder.open(stateDirectory);
        try {
            var tree = new InMemoryDataTreeFactory().create(DataTreeConfiguration.DEFAULT_CONFIGURATION, models);
            var history =
                    History.open(folder, shortestJournal, new TreeReplay(tree), () -> TreeCodec.encode(root(tree)));
            return new DurableConfigStore(folder, tree, history, listeners);
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /** From now on every commit must pass this check too. */
    public Registration register(CommitCheck check) {
        checks.add(check);
        return () -> checks.remove(check);
    }

    /** Why a commit of this change would be refused. */
    public Optional<Refusal> refusalOf(DataTreeCandidate change) {
        return checks.stream()
                .map(check -> check.refusalOf(change))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A change that nothing speaks against: as it is journalled, and as it is done. */
    record Prepared(TreeChange change, DataTreeCandidate candidate) {}

    Prepared prepare(DataTreeModification modification) throws TransactionCommitFailedException {
        try {
            tree.validate(modification);
            var asked = tree.prepare(modification);
            var change = change(asked.getRootNode());
            var plain = tree.takeSnapshot().newModification();
            change.applyTo(plain);
            plain.ready();
            tree.validate(plain);
            var candidate = tree.prepare(plain);
            var refusal = refusalOf(candidate);
            if (refusal.isPresent()) {
                throw CommitFailures.of(refusal.orElseThrow());
            }
            return new Prepared(change, candidate);
        } catch (DataValidationFailedException | RuntimeException e) {
            throw CommitFailures.of(e);
        }
    }

    private TreeChange change(DataTreeCandidateNode asked) {
        return asked.modificationType() == ModificationType.UNMODIFIED
                ? new TreeChange(List.of())
                : TreeChange.between(root(tree), (ContainerNode)
                        Optional.ofNullable(asked.dataAfter()).orElseThrow());
    }

    synchronized void commit(Prepared prepared) throws IOException {
        if (prepared.change().isEmpty()) {
            return;
        }
        history.append(TreeCodec.encode(prepared.change()));
        tree.commit(prepared.candidate());
        publisher.publish(prepared.candidate());
        history.foldIfLong(() -> {
            var root = root(tree);
            return () -> TreeCodec.encode(root);
        });
    }

    private static ContainerNode root(DataTree tree) {
        return (ContainerNode)
                tree.takeSnapshot().readNode(YangInstanceIdentifier.of()).orElseThrow();
    }

    DataTreeSnapshot takeSnapshot() {
        return tree.takeSnapshot();
    }

    String nextTransactionName() {
        return "config-" + transactions.incrementAndGet();
    }

    @Override
    public DOMStoreReadTransaction newReadOnlyTransaction() {
        return SnapshotBackedTransactions.newReadTransaction(nextTransactionName(), false, takeSnapshot());
    }

    @Override
    public DOMStoreWriteTransaction newWriteOnlyTransaction() {
        return SnapshotBackedTransactions.newWriteTransaction(nextTransactionName(), false, takeSnapshot(), this);
    }

    @Override
    public DOMStoreReadWriteTransaction newReadWriteTransaction() {
        return SnapshotBackedTransactions.newReadWriteTransaction(nextTransactionName(), false, takeSnapshot(), this);
    }

    @Override
    public DOMStoreTransactionChain createTransactionChain() {
        return new StoreTransactionChain(this);
    }

    /** Excludes commits, so that a listener neither misses a change nor hears of one twice. */
    @Override
    public synchronized Registration registerTreeChangeListener(
            YangInstanceIdentifier treeId, DOMDataTreeChangeListener listener) {
        return publisher.register(treeId, listener, root(tree));
    }

    @Override
    @Deprecated
    @SuppressWarnings({"removal", "InlineMeSuggester"}) // the interface still asks for it
    public Registration registerLegacyTreeChangeListener(
            YangInstanceIdentifier treeId, DOMDataTreeChangeListener listener) {
        return registerTreeChangeListener(treeId, listener);
    }

    @Override
    protected void transactionAborted(SnapshotBackedWriteTransaction<String> tx) {
        // nothing was taken that must be given back
    }

    @Override
    protected DOMStoreThreePhaseCommitCohort transactionReady(
            SnapshotBackedWriteTransaction<String> tx, DataTreeModification modification, Exception readyError) {
        return new CommitCohort(this, modification, Optional.ofNullable(readyError), NOBODY_ASKS);
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            history.close();
        }
    }
}
