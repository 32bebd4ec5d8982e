package org.qkdn.forwarding;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.qkdn.forwarding.node.AuditEvents;
import org.qkdn.forwarding.node.DisjointPaths;
import org.qkdn.forwarding.node.ForwardingControlService;
import org.qkdn.forwarding.node.ForwardingPolicy;
import org.qkdn.forwarding.node.KeptTable;
import org.qkdn.forwarding.node.KeyRelayService;
import org.qkdn.forwarding.node.LkmsLinkKeys;
import org.qkdn.forwarding.node.MeteredLinkKeys;
import org.qkdn.forwarding.node.RelayMetrics;
import org.qkdn.forwarding.relay.Message;
import org.qkdn.forwarding.relay.Peer;
import org.qkdn.forwarding.relay.RelayNode;
import org.qkdn.forwarding.transport.Neighbour;
import org.qkdn.forwarding.transport.NeighbourStatus;
import org.qkdn.forwarding.transport.RelayTraffic;
import org.qkdn.forwarding.transport.RelayTransport;
import org.qkdn.node.audit.AuditLog;
import org.qkdn.node.metrics.MetricsServer;
import org.qkdn.node.tls.CallerPolicy;
import org.qkdn.node.tls.ReadableRequests;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.ForwardingControlGrpc;
import org.qkdn.node.v1.KeyRelayGrpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's forwarding module, running. */
public final class ForwardingModule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForwardingModule.class);
    private static final int EXPIRY_MILLIS = 50;
    private static final int STOP_SECONDS = 2;

    private final ForwardingConfiguration configuration;
    private final TlsIdentity identity;
    private final Executor work = Thread::startVirtualThread;
    private final ScheduledExecutorService timer;
    private final RelayTransport transport;
    private final ManagedChannel lkms;
    private final RelayNode relay;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AuditLog audit;
    private final RelayMetrics metrics;
    private Server server;
    private Optional<MetricsServer> metricsServer = Optional.empty();

    private ForwardingModule(ForwardingConfiguration configuration) throws IOException {
        this.configuration = configuration;
        this.identity = TlsIdentity.load(configuration.tls());
        var node = configuration.node();
        this.timer = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform()
                .daemon()
                .name("forwarding-timer-" + node.name())
                .factory());
        this.transport = new RelayTransport(node.id(), identity, configuration.neighbours());
        this.lkms = identity.grpcChannel(
                configuration.lkms().host(), configuration.lkms().port(), "lkms-" + node.name());
        this.audit = AuditLog.open(configuration.stateDirectory().resolve("audit"));
        this.metrics = new RelayMetrics(registry, audit);
        this.relay = new RelayNode(new RelayNode.Surroundings(
                node.id(),
                new MeteredLinkKeys(new LkmsLinkKeys(lkms, configuration.relayTimeout()), registry),
                configuration.policy().rates(),
                metrics,
                this::nameOf,
                configuration.relayTimeout(),
                System::nanoTime,
                work));
    }

    /**
     * Starts the module with the forwarding table it had.
     *
     * @throws IOException with one line for the operator: a certificate, a port or the state directory is at fault
     */
    public static ForwardingModule start(ForwardingConfiguration configuration) throws IOException {
        var module = new ForwardingModule(configuration);
        try {
            module.open();
        } catch (IOException | RuntimeException e) {
            module.close();
            throw e;
        }
        return module;
    }

    private void open() throws IOException {
        var neighbours = configuration.neighbours().stream().map(Neighbour::id).collect(Collectors.toSet());
        var policy = new ForwardingPolicy(configuration.node().id(), neighbours);
        var table = KeptTable.open(configuration.stateDirectory(), policy, relay);
        var paths = DisjointPaths.open(
                configuration.stateDirectory(), configuration.policy().minimumDisjointPaths(), relay);
        transport.start(address(configuration.relay()), traffic(), work);
        server = serve(table, paths);
        metrics.watch(relay::waitingBlocks, () -> transport.status().stream()
                .filter(NeighbourStatus::connected)
                .count());
        if (configuration.metrics().isPresent()) {
            var wanted = configuration.metrics().get();
            metricsServer = Optional.of(MetricsServer.start(
                    new InetSocketAddress(wanted.host(), wanted.port()), identity, wanted.readers(), registry));
        }
        var unusedExpiry = timer.scheduleAtFixedRate(this::expire, EXPIRY_MILLIS, EXPIRY_MILLIS, TimeUnit.MILLISECONDS);
        var unusedRetry = timer.scheduleAtFixedRate(this::dialLkmsAgain, 1, 1, TimeUnit.SECONDS);
        LOG.info(
                "forwarding module of {}: relay port {}, {} links",
                configuration.node().name(),
                configuration.relay().port(),
                relay.table().routes().size());
    }

    private Server serve(KeptTable table, DisjointPaths paths) throws IOException {
        var name = configuration.node().name();
        var address = address(configuration.grpc());
        try {
            return identity.grpcServer(address)
                    .executor(work)
                    .intercept(new CallerPolicy(
                            Map.of(
                                    ForwardingControlGrpc.SERVICE_NAME, Set.of("agent-" + name),
                                    KeyRelayGrpc.SERVICE_NAME, Set.of("lkms-" + name)),
                            (caller, service) -> audit.append(
                                    AuditEvents.CALL_REFUSED, Map.of("caller", caller, "service", service))))
                    .addService(ReadableRequests.of(
                            new ForwardingControlService(table, relay.counts(), transport::status, timer, audit)))
                    .addService(ReadableRequests.of(new KeyRelayService(relay, table, paths, audit)))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new IOException(
                    "grpc: cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        }
    }

    /** gRPC alone would wait up to two minutes for an LKMS that was away for long. */
    private void dialLkmsAgain() {
        if (lkms.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            lkms.resetConnectBackoff();
        }
    }

    @Override
    public void close() {
        relay.stop();
        timer.shutdownNow();
        try {
            if (server != null) {
                var unused = server.shutdownNow().awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            }
            metricsServer.ifPresent(MetricsServer::close);
            transport.close();
            var unused = lkms.shutdownNow().awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        audit.close();
    }

    /** An exception would end the timer's task, and with it every timeout. */
    private void expire() {
        try {
            relay.expire();
        } catch (RuntimeException e) {
            LOG.error("timeouts of relays", e);
        }
    }

    private String nameOf(UUID nodeId) {
        if (nodeId.equals(configuration.node().id())) {
            return configuration.node().name();
        }
        return configuration.neighbours().stream()
                .filter(neighbour -> neighbour.id().equals(nodeId))
                .map(Neighbour::name)
                .findFirst()
                .orElseGet(nodeId::toString);
    }

    private static InetSocketAddress address(ForwardingConfiguration.Endpoint endpoint) {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    private RelayTraffic traffic() {
        return new RelayTraffic() {
            @Override
            public void connected(Peer peer) {
                relay.connected(peer);
                audit.append(AuditEvents.NEIGHBOUR_CONNECTED, Map.of("neighbour", nameOf(peer.nodeId())));
            }

            @Override
            public void lost(Peer peer, String why) {
                relay.lost(peer);
                audit.append(AuditEvents.NEIGHBOUR_LOST, Map.of("neighbour", nameOf(peer.nodeId()), "reason", why));
            }

            @Override
            public void writable(Peer peer) {
                relay.writable(peer);
            }

            @Override
            public void granted(Peer peer, Message.Grant grant) {
                relay.granted(peer, grant);
            }

            @Override
            public void received(Peer peer, Message message) {
                relay.received(peer, message);
            }

            @Override
            public void refused(String commonName, String address, String why) {
                audit.append(
                        AuditEvents.CONNECTION_REFUSED, Map.of("name", commonName, "address", address, "reason", why));
            }
        };
    }
}
