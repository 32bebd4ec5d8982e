package org.qkdn.controller.mdsal;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.MoreExecutors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.TransactionChain;
import org.opendaylight.mdsal.binding.api.WriteTransaction;
import org.opendaylight.mdsal.common.api.CommitInfo;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.Networks;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.networks.Network;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.network.rev180226.networks.NetworkKey;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.inventory.rev261121.InventoryState;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.key.service.rev261121.KeyServicesState;
import org.opendaylight.yang.gen.v1.urn.qkdn.yang.optical.rev261121.OpticalState;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.qkdn.controller.core.engine.NetworkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the newest state into the operational datastore, where RESTCONF and NETCONF see it. */
final class StatePublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatePublisher.class);

    private static final DataObjectIdentifier<Network> NETWORK = DataObjectIdentifier.builder(Networks.class)
            .child(Network.class, new NetworkKey(TopologyCodec.NETWORK))
            .build();
    private static final DataObjectIdentifier<InventoryState> INVENTORY =
            DataObjectIdentifier.builder(InventoryState.class).build();
    private static final DataObjectIdentifier<OpticalState> OPTICAL =
            DataObjectIdentifier.builder(OpticalState.class).build();
    private static final DataObjectIdentifier<KeyServicesState> SERVICES =
            DataObjectIdentifier.builder(KeyServicesState.class).build();

    private static final Duration ENDING = Duration.ofSeconds(5);

    private final DataBroker broker;
    private final MoveTimes moved = new MoveTimes(InstantSource.system());
    private final DirectLinksPublisher directLinks;
    /** A state may be published before the one before is committed: a chain keeps them in order. */
    private TransactionChain chain;
    /** A chain is of no use once one of its transactions has failed. */
    private volatile boolean broken;

    StatePublisher(DataBroker broker) {
        this.broker = broker;
        directLinks = new DirectLinksPublisher(broker);
        chain = broker.createMergingTransactionChain();
    }

    /** By one thread at a time. */
    void publish(NetworkState state) {
        if (broken) {
            chain.close();
            broken = false;
            chain = broker.createMergingTransactionChain();
        }
        write(state, chain.newWriteOnlyTransaction());
        directLinks.offer(state);
    }

    /** Once this returns, nothing is on its way to the datastore, which may be closed then. */
    @Override
    public void close() {
        directLinks.close();
        chain.close();
        try {
            chain.future().get(ENDING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the last state was not published", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(NetworkState state, WriteTransaction transaction) {
        transaction.put(LogicalDatastoreType.OPERATIONAL, NETWORK, TopologyCodec.encode(state));
        transaction.put(LogicalDatastoreType.OPERATIONAL, INVENTORY, StateCodec.inventory(state));
        transaction.put(LogicalDatastoreType.OPERATIONAL, OPTICAL, OpticalStateCodec.encode(state));
        transaction.put(
                LogicalDatastoreType.OPERATIONAL, SERVICES, StateCodec.services(state, moved.of(state.moves())));
        transaction
                .commit()
                .addCallback(
                        new FutureCallback<CommitInfo>() {
                            @Override
                            public void onSuccess(CommitInfo info) {
                                // the next state replaces this one whole
                            }

                            @Override
                            public void onFailure(Throwable failure) {
                                broken = true;
                                LOG.error("operational state was not published, the next will be", failure);
                            }
                        },
                        MoreExecutors.directExecutor());
    }
}
