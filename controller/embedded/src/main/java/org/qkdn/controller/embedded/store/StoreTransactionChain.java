package org.qkdn.controller.embedded.store;

import java.util.Optional;
import org.opendaylight.mdsal.dom.spi.store.AbstractSnapshotBackedTransactionChain;
import org.opendaylight.mdsal.dom.spi.store.DOMStoreThreePhaseCommitCohort;
import org.opendaylight.mdsal.dom.spi.store.SnapshotBackedWriteTransaction;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeSnapshot;

/** Transactions that each see what the one before wrote, committed or not. */
final class StoreTransactionChain extends AbstractSnapshotBackedTransactionChain<String> {
    private final DurableConfigStore store;

    StoreTransactionChain(DurableConfigStore store) {
        this.store = store;
    }

    @Override
    protected String nextTransactionIdentifier() {
        return store.nextTransactionName();
    }

    @Override
    protected boolean getDebugTransactions() {
        return false;
    }

    @Override
    protected DataTreeSnapshot takeSnapshot() {
        return store.takeSnapshot();
    }

    @Override
    protected DOMStoreThreePhaseCommitCohort createCohort(
            SnapshotBackedWriteTransaction<String> transaction,
            DataTreeModification modification,
            Exception operationError) {
        return new CommitCohort(store, modification, Optional.ofNullable(operationError), new CommitCohort.Outcome() {
            @Override
            public void committed() {
                onTransactionCommited(transaction);
            }

            @Override
            public void failed(Throwable cause) {
                onTransactionFailed(transaction, cause);
            }
        });
    }
}
