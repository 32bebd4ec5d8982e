package org.qkdn.controller.karaf;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.FluentFuture;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import org.opendaylight.mdsal.common.api.CommitInfo;
import org.opendaylight.mdsal.common.api.OptimisticLockFailedException;
import org.opendaylight.mdsal.common.api.TransactionCommitFailedException;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMDataTreeReadWriteTransaction;
import org.opendaylight.mdsal.dom.api.DOMDataTreeWriteTransaction;
import org.opendaylight.mdsal.dom.spi.ForwardingDOMDataBroker;
import org.opendaylight.mdsal.dom.spi.ForwardingDOMDataReadWriteTransaction;
import org.opendaylight.mdsal.dom.spi.ForwardingDOMDataWriteTransaction;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.tree.api.DataValidationFailedException;
import org.qkdn.controller.northbound.check.CommitFailures;

/**
 * The clustered datastore as the northbound protocols see it. It wraps a reason once for each layer that it passes on its
 * way from the leader: here the reason is unwrapped, and told as the embedded controller tells it.
 */
final class ClearFailures extends ForwardingDOMDataBroker {
    private final DOMDataBroker broker;

    ClearFailures(DOMDataBroker broker) {
        this.broker = broker;
    }

    @Override
    protected DOMDataBroker delegate() {
        return broker;
    }

    @Override
    public DOMDataTreeWriteTransaction newWriteOnlyTransaction() {
        var transaction = broker.newWriteOnlyTransaction();
        return new ForwardingDOMDataWriteTransaction() {
            @Override
            protected DOMDataTreeWriteTransaction delegate() {
                return transaction;
            }

            @Override
            public FluentFuture<? extends CommitInfo> commit() {
                return clear(transaction.commit());
            }
        };
    }

    @Override
    public DOMDataTreeReadWriteTransaction newReadWriteTransaction() {
        var transaction = broker.newReadWriteTransaction();
        return new ForwardingDOMDataReadWriteTransaction() {
            @Override
            protected DOMDataTreeReadWriteTransaction delegate() {
                return transaction;
            }

            @Override
            public FluentFuture<? extends CommitInfo> commit() {
                return clear(transaction.commit());
            }
        };
    }

    private static FluentFuture<CommitInfo> clear(FluentFuture<? extends CommitInfo> committed) {
        return committed
                .transform(CommitInfo.class::cast, MoreExecutors.directExecutor())
                .catchingAsync(
                        Exception.class,
                        failure -> Futures.immediateFailedFuture(reasonOf(failure)),
                        MoreExecutors.directExecutor());
    }

    static TransactionCommitFailedException reasonOf(Exception failure) {
        for (var cause : Throwables.getCausalChain(failure).reversed()) {
            switch (cause) {
                case DataValidationFailedException invalid -> {
                    return CommitFailures.of(invalid);
                }
                case IllegalArgumentException invalid -> {
                    return CommitFailures.of(invalid);
                }
                case OptimisticLockFailedException conflict -> {
                    return conflict;
                }
                case TransactionCommitFailedException refused
                when !tag(refused).equals(ErrorTag.OPERATION_FAILED) -> {
                    return CommitFailures.failure(tag(refused), refused.getMessage());
                }
                default -> {
                    // a layer that the reason came through
                }
            }
        }
        return CommitFailures.failure(
                ErrorTag.OPERATION_FAILED,
                "the datastore did not confirm the change, which may or may not have happened: "
                        + Throwables.getRootCause(failure).getMessage()
                        + "; see whether a majority of the members runs, read the data and repeat the change if it is missing");
    }

    /** The datastore's own layers say no more than that it failed. */
    private static ErrorTag tag(TransactionCommitFailedException failure) {
        return failure.getErrorList().getFirst().getTag();
    }
}
