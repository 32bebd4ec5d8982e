package org.qkdn.controller.northbound;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.common.api.OptimisticLockFailedException;
import org.opendaylight.mdsal.common.api.TransactionCommitFailedException;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMDataTreeReadOperations;
import org.opendaylight.mdsal.dom.api.DOMDataTreeReadWriteTransaction;
import org.opendaylight.mdsal.dom.api.DOMDataTreeWriteOperations;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.api.SchemaContext;
import org.qkdn.controller.northbound.check.CommitCheck;
import org.qkdn.controller.northbound.check.Refusal;
import org.qkdn.netconf.ConfigChange;
import org.qkdn.netconf.NetconfDatastore;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.YangModel;
import org.qkdn.netconf.data.StateMerge;

/** The controller's MD-SAL datastores as a NETCONF server shows them: the same data that RESTCONF serves. */
final class BrokerDatastore implements NetconfDatastore {
    /** Writers on both sides may collide; each retry starts from what the other has written. */
    private static final int ATTEMPTS = 5;

    private final DOMDataBroker broker;
    private final YangModel model;
    private final CommitCheck rules;

    BrokerDatastore(DOMDataBroker broker, YangModel model, CommitCheck rules) {
        this.broker = broker;
        this.model = model;
        this.rules = rules;
    }

    @Override
    public ContainerNode running() throws NetconfError {
        try (var transaction = broker.newReadOnlyTransaction()) {
            return root(transaction, LogicalDatastoreType.CONFIGURATION);
        }
    }

    @Override
    public ContainerNode operational() throws NetconfError {
        // a transaction of the broker is bound to the store that it reads first
        try (var configuration = broker.newReadOnlyTransaction();
                var state = broker.newReadOnlyTransaction()) {
            return StateMerge.merge(
                    model,
                    root(configuration, LogicalDatastoreType.CONFIGURATION),
                    root(state, LogicalDatastoreType.OPERATIONAL).body());
        }
    }

    @Override
    public void commit(Edit edit) throws NetconfError {
        for (int attempt = 1; ; attempt++) {
            try {
                prepared(edit).commit().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof OptimisticLockFailedException) || attempt == ATTEMPTS) {
                    throw refusal(e.getCause());
                }
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    @Override
    public void validate(Edit edit) throws NetconfError {
        var change = edit.apply(running());
        var refusal = change.isEmpty() ? Optional.<Refusal>empty() : rules.refusalOf(change.candidate());
        if (refusal.isPresent()) {
            throw NetconfError.application(
                    refusal.orElseThrow().tag(), refusal.orElseThrow().message());
        }
    }

    /** A transaction that is not committed must be cancelled. */
    private DOMDataTreeReadWriteTransaction prepared(Edit edit) throws NetconfError {
        var transaction = broker.newReadWriteTransaction();
        try {
            edit.apply(root(transaction, LogicalDatastoreType.CONFIGURATION)).replay(into(transaction));
            return transaction;
        } catch (NetconfError | RuntimeException e) {
            transaction.cancel();
            throw e;
        }
    }

    private static ConfigChange.Sink into(DOMDataTreeWriteOperations transaction) {
        return new ConfigChange.Sink() {
            @Override
            public void put(YangInstanceIdentifier path, NormalizedNode data) {
                transaction.put(LogicalDatastoreType.CONFIGURATION, path, data);
            }

            @Override
            public void delete(YangInstanceIdentifier path) {
                transaction.delete(LogicalDatastoreType.CONFIGURATION, path);
            }
        };
    }

    private static ContainerNode root(DOMDataTreeReadOperations transaction, LogicalDatastoreType store)
            throws NetconfError {
        try {
            return transaction
                    .read(store, YangInstanceIdentifier.of())
                    .get()
                    .map(ContainerNode.class::cast)
                    .orElseGet(() -> ImmutableNodes.newContainerBuilder()
                            .withNodeIdentifier(NodeIdentifier.create(SchemaContext.NAME))
                            .build());
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static NetconfError refusal(Throwable cause) {
        if (cause instanceof TransactionCommitFailedException failed
                && !failed.getErrorList().isEmpty()) {
            var error = failed.getErrorList().getFirst();
            return NetconfError.application(error.getTag(), error.getMessage());
        }
        return NetconfError.application(ErrorTag.OPERATION_FAILED, String.valueOf(cause.getMessage()));
    }

    private static NetconfError interrupted() {
        Thread.currentThread().interrupt();
        return NetconfError.application(ErrorTag.OPERATION_FAILED, "the controller is stopping");
    }
}
