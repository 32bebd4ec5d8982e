package org.qkdn.controller.embedded.store;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import java.io.IOException;
import java.util.Optional;
import org.opendaylight.mdsal.common.api.CommitInfo;
import org.opendaylight.mdsal.common.api.TransactionCommitFailedException;
import org.opendaylight.mdsal.dom.spi.store.DOMStoreThreePhaseCommitCohort;
import org.opendaylight.yangtools.yang.common.Empty;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeModification;
import org.qkdn.controller.northbound.check.CommitFailures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One transaction on its way into the store. The broker runs all phases of one commit before the next begins. */
final class CommitCohort implements DOMStoreThreePhaseCommitCohort {
    /** What the originator of the transaction wants to know. */
    interface Outcome {
        void committed();

        void failed(Throwable cause);
    }

    private static final Logger LOG = LoggerFactory.getLogger(CommitCohort.class);

    private final DurableConfigStore store;
    private final DataTreeModification modification;
    private final Optional<Exception> readyError;
    private final Outcome outcome;
    private Optional<DurableConfigStore.Prepared> prepared = Optional.empty();

    CommitCohort(
            DurableConfigStore store,
            DataTreeModification modification,
            Optional<Exception> readyError,
            Outcome outcome) {
        this.store = store;
        this.modification = modification;
        this.readyError = readyError;
        this.outcome = outcome;
    }

    @Override
    public ListenableFuture<Boolean> canCommit() {
        try {
            if (readyError.isPresent()) {
                throw CommitFailures.of(readyError.orElseThrow());
            }
            prepared = Optional.of(store.prepare(modification));
            return Futures.immediateFuture(true);
        } catch (TransactionCommitFailedException e) {
            outcome.failed(e);
            return Futures.immediateFailedFuture(e);
        }
    }

    @Override
    public ListenableFuture<Empty> preCommit() {
        return Empty.immediateFuture();
    }

    @Override
    public ListenableFuture<CommitInfo> commit() {
        try {
            store.commit(prepared.orElseThrow());
        } catch (IOException e) {
            LOG.error("a change could not be written to the journal", e);
            var failure = CommitFailures.failure(
                    ErrorTag.RESOURCE_DENIED,
                    "the change could not be written to disk, nothing was changed: " + e.getMessage()
                            + "; make room there and repeat it");
            outcome.failed(failure);
            return Futures.immediateFailedFuture(failure);
        }
        outcome.committed();
        return CommitInfo.emptyFluentFuture();
    }

    @Override
    public ListenableFuture<Empty> abort() {
        prepared = Optional.empty();
        return Empty.immediateFuture();
    }
}
