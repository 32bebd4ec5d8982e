package org.qkdn.controller.embedded;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.NotificationPublishService;
import org.opendaylight.mdsal.binding.api.NotificationService;
import org.opendaylight.mdsal.binding.api.RpcProviderService;
import org.opendaylight.mdsal.binding.api.RpcService;
import org.opendaylight.mdsal.binding.dom.adapter.BindingAdapterFactory;
import org.opendaylight.mdsal.binding.dom.adapter.ConstantAdapterContext;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.dom.api.DOMActionService;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMMountPointService;
import org.opendaylight.mdsal.dom.api.DOMNotificationService;
import org.opendaylight.mdsal.dom.api.DOMRpcService;
import org.opendaylight.mdsal.dom.api.DOMSchemaService;
import org.opendaylight.mdsal.dom.broker.DOMMountPointServiceImpl;
import org.opendaylight.mdsal.dom.broker.DOMNotificationRouter;
import org.opendaylight.mdsal.dom.broker.DOMRpcRouter;
import org.opendaylight.mdsal.dom.broker.RouterDOMActionService;
import org.opendaylight.mdsal.dom.broker.RouterDOMNotificationService;
import org.opendaylight.mdsal.dom.broker.RouterDOMPublishNotificationService;
import org.opendaylight.mdsal.dom.broker.RouterDOMRpcProviderService;
import org.opendaylight.mdsal.dom.broker.RouterDOMRpcService;
import org.opendaylight.mdsal.dom.broker.SerializedDOMDataBroker;
import org.opendaylight.mdsal.dom.spi.FixedDOMSchemaService;
import org.opendaylight.mdsal.dom.store.inmemory.InMemoryDOMDataStore;
import org.opendaylight.mdsal.eos.dom.simple.SimpleDOMEntityOwnershipService;
import org.opendaylight.mdsal.singleton.api.ClusterSingletonServiceProvider;
import org.opendaylight.mdsal.singleton.impl.EOSClusterSingletonServiceProvider;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidate;
import org.opendaylight.yangtools.yang.model.repo.api.MissingSchemaSourceException;
import org.qkdn.controller.embedded.store.DurableConfigStore;
import org.qkdn.controller.northbound.DomServices;
import org.qkdn.controller.northbound.check.CommitCheck;
import org.qkdn.controller.northbound.check.MandatoryNodes;
import org.qkdn.controller.northbound.check.OperatorRules;
import org.qkdn.controller.northbound.check.References;
import org.qkdn.controller.northbound.check.Refusal;
import org.qkdn.controller.plane.journal.CorruptStateException;

/**
 * MD-SAL for one machine: a durable configuration store, a state store in memory, and routers for RPCs and
 * notifications. The services are OpenDaylight's own, so what is built on them runs in the Karaf distribution too.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final int LISTENER_QUEUE_LENGTH = 1000;
    private static final int NOTIFICATION_QUEUE_LENGTH = 1024;

    private final Models models;
    private final DurableConfigStore configuration;
    private final ExecutorService commits = Executors.newSingleThreadExecutor(daemon("config-commit"));
    private final ExecutorService listeners;
    private final DOMSchemaService schema;
    private final DOMDataBroker domData;
    private final DOMRpcRouter rpcs;
    private final DOMNotificationRouter notifications = new DOMNotificationRouter(NOTIFICATION_QUEUE_LENGTH);
    private final DOMMountPointService mounts = new DOMMountPointServiceImpl();
    private final EOSClusterSingletonServiceProvider singletons =
            new EOSClusterSingletonServiceProvider(new SimpleDOMEntityOwnershipService());
    private final BindingAdapterFactory adapters;
    private final DataBroker data;

    private EmbeddedBroker(Models models, DurableConfigStore configuration, ExecutorService listeners) {
        this.models = models;
        this.configuration = configuration;
        this.listeners = listeners;
        schema = new FixedDOMSchemaService(models::context, source -> {
            try {
                return Futures.immediateFuture(models.snapshot().getYangTextSource(source));
            } catch (MissingSchemaSourceException e) {
                return Futures.immediateFailedFuture(e);
            }
        });
        var state = new InMemoryDOMDataStore(
                "state", LogicalDatastoreType.OPERATIONAL, listeners, LISTENER_QUEUE_LENGTH, false);
        state.onModelContextUpdated(models.context());
        domData = new SerializedDOMDataBroker(
                Map.of(
                        LogicalDatastoreType.CONFIGURATION, configuration,
                        LogicalDatastoreType.OPERATIONAL, state),
                MoreExecutors.listeningDecorator(commits));
        rpcs = new DOMRpcRouter(schema);
        adapters = new BindingAdapterFactory(new ConstantAdapterContext(models.codec()));
        data = adapters.createDataBroker(domData);
        configuration.register(new MandatoryNodes(models.context()));
        configuration.register(new References(models.context()));
        configuration.register(new OperatorRules(models.codec()));
    }

    /**
     * Opens the broker with all configuration that was ever acknowledged.
     *
     * @throws CorruptStateException if a file of the state directory is damaged or in use; the message names it
     */
    public static EmbeddedBroker open(Models models, Path stateDirectory) throws IOException {
        var listeners = Executors.newFixedThreadPool(2, daemon("data-change"));
        try {
            return new EmbeddedBroker(
                    models, DurableConfigStore.open(stateDirectory, models.context(), listeners), listeners);
        } catch (IOException e) {
            listeners.shutdown();
            throw e;
        }
    }

    /** Adds a condition that every commit of configuration must meet, over RESTCONF, NETCONF and from inside alike. */
    public Registration register(CommitCheck check) {
        return configuration.register(check);
    }

    /** Why a commit of this change would be refused; changes nothing. */
    public Optional<Refusal> refusalOf(DataTreeCandidate change) {
        return configuration.refusalOf(change);
    }

    public Models models() {
        return models;
    }

    public DataBroker data() {
        return data;
    }

    public DOMDataBroker domData() {
        return domData;
    }

    public RpcProviderService rpcProviders() {
        return adapters.createRpcProviderService(new RouterDOMRpcProviderService(rpcs));
    }

    public RpcService rpcs() {
        return adapters.createRpcService(domRpcs());
    }

    public DOMRpcService domRpcs() {
        return new RouterDOMRpcService(rpcs);
    }

    public DOMActionService domActions() {
        return new RouterDOMActionService(rpcs);
    }

    public NotificationPublishService notificationPublisher() {
        return adapters.createNotificationPublishService(new RouterDOMPublishNotificationService(notifications));
    }

    public NotificationService notifications() {
        return adapters.createNotificationService(domNotifications());
    }

    public DOMNotificationService domNotifications() {
        return new RouterDOMNotificationService(notifications);
    }

    public DOMMountPointService domMounts() {
        return mounts;
    }

    public DOMSchemaService domSchema() {
        return schema;
    }

    /** What the northbound protocols are served from. */
    public DomServices services() {
        return new DomServices(schema, domData, domRpcs(), domActions(), domNotifications(), mounts, singletons);
    }

    public ClusterSingletonServiceProvider singletons() {
        return singletons;
    }

    /** Ends the commits under way, then lets go of the state directory. */
    @Override
    public void close() throws IOException {
        try {
            untilNothingIsCommitted();
            singletons.close();
        } catch (ExecutionException e) {
            throw new IOException("a service did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        commits.close();
        notifications.close();
        listeners.close();
        configuration.close();
    }

    /**
     * A transaction chain of OpenDaylight's (mdsal 15.0.2) that is closed at the moment when a commit of its own ends tries to
     * close for ever. What a commit's end leads to is written next, so once more.
     */
    private void untilNothingIsCommitted() throws ExecutionException, InterruptedException {
        for (int i = 0; i < 2 && !commits.isShutdown(); i++) {
            commits.submit(() -> {}).get();
        }
    }

    private static ThreadFactory daemon(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
    }
}
