package org.qkdn.lkms;

import io.grpc.BindableService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.qkdn.lkms.api004.binary.BinaryServer;
import org.qkdn.lkms.api004.json.Etsi004Api;
import org.qkdn.lkms.api004.stream.KeyStreams;
import org.qkdn.lkms.api004.stream.Refill;
import org.qkdn.lkms.api004.stream.StreamLimits;
import org.qkdn.lkms.api014.Etsi014Api;
import org.qkdn.lkms.api014.KeyDelivery;
import org.qkdn.lkms.api014.Limits;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.BatchFill;
import org.qkdn.lkms.app.BlockFiller;
import org.qkdn.lkms.app.DrawnKeys;
import org.qkdn.lkms.app.RandomBlocks;
import org.qkdn.lkms.app.RequestedApplications;
import org.qkdn.lkms.app.SingleFill;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.assignment.Upkeep;
import org.qkdn.lkms.combine.Arrivals;
import org.qkdn.lkms.combine.CombinationService;
import org.qkdn.lkms.combine.Combinations;
import org.qkdn.lkms.combine.CombinedFill;
import org.qkdn.lkms.combine.KemKeys;
import org.qkdn.lkms.combine.ReconciliationService;
import org.qkdn.lkms.combine.Reconciling;
import org.qkdn.lkms.combine.Screening;
import org.qkdn.lkms.entropy.EntropySource;
import org.qkdn.lkms.http.HttpsServer;
import org.qkdn.lkms.http.SaeRegistry;
import org.qkdn.lkms.metrics.StoreGauges;
import org.qkdn.lkms.node.ForwardingClient;
import org.qkdn.lkms.node.GrpcPart;
import org.qkdn.lkms.node.KeyStoreControlService;
import org.qkdn.lkms.node.LinkKeysService;
import org.qkdn.lkms.node.Reporter;
import org.qkdn.lkms.peer.PeerCaller;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.lkms.share.KeySharing;
import org.qkdn.lkms.share.KeySharingService;
import org.qkdn.lkms.skip.SkipKeys;
import org.qkdn.lkms.skip.SkipServers;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.supply.LinkStores;
import org.qkdn.lkms.supply.Modules;
import org.qkdn.lkms.supply.PadStore;
import org.qkdn.node.audit.AuditLog;
import org.qkdn.node.metrics.MetricsServer;
import org.qkdn.node.tls.CallerPolicy;
import org.qkdn.node.tls.ReadableRequests;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStoreControlGrpc;
import org.qkdn.node.v1.LinkKeysGrpc;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The local key management system of one node, put together. Several may run in one JVM. */
public final class Lkms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lkms.class);
    private static final int KEYS_PER_BLOCK = 15;

    /** What was started, the last first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private int etsi014Port;
    private int grpcPort;
    private int peeringPort;
    private int skipPort;
    private int skipPskPort;
    private int metricsPort;
    private int etsi004Port;
    private int pushPort;

    private Lkms() {}

    /**
     * Starts all of it.
     *
     * @throws IOException with one line that says what is wrong with files, state or ports, and what to do
     */
    public static Lkms start(LkmsConfiguration configuration) throws IOException {
        var lkms = new Lkms();
        try {
            lkms.compose(configuration);
            LOG.info(
                    "LKMS of {} serves ETSI GS QKD 014 on port {}, gRPC on port {}",
                    configuration.node().name(),
                    lkms.etsi014Port,
                    lkms.grpcPort);
            return lkms;
        } catch (IOException | RuntimeException e) {
            lkms.close();
            throw e;
        }
    }

    public int etsi014Port() {
        return etsi014Port;
    }

    public int grpcPort() {
        return grpcPort;
    }

    /** Where the LKMSs of other nodes reach this one; 0 where none does. */
    public int peeringPort() {
        return peeringPort;
    }

    /** Where SKIP clients with certificates are served; 0 where none are. */
    public int skipPort() {
        return skipPort;
    }

    /** Where SKIP clients with pre-shared keys are served; 0 where none are. */
    public int skipPskPort() {
        return skipPskPort;
    }

    /** Where metrics are served; 0 where they are not. */
    public int metricsPort() {
        return metricsPort;
    }

    /** Where the binary form of ETSI GS QKD 004 is served; 0 where it is not. */
    public int etsi004Port() {
        return etsi004Port;
    }

    /** Where modules push their keys to; 0 where none do. */
    public int pushPort() {
        return pushPort;
    }

    private void compose(LkmsConfiguration configuration) throws IOException {
        var limits = configuration.store();
        var node = configuration.node().name();
        var identity = TlsIdentity.load(configuration.tls());
        if (!identity.commonName().equals("lkms-" + node)) {
            throw new IOException(configuration.tls().certificate() + " is the certificate of '" + identity.commonName()
                    + "': give that of 'lkms-" + node + "'");
        }
        var audit = part(AuditLog.open(configuration.stateDirectory().resolve("audit")));
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var entropy = part(EntropySource.of(configuration.entropy(), configuration.tls()));
        entropy.register(registry);
        var database = part(KeyDatabase.open(configuration.keyStore()));
        var assignment = CurrentAssignment.load(database);
        var forwarding = part(new ForwardingClient(identity.grpcChannel(
                configuration.forwarding().host(), configuration.forwarding().port(), "fm-" + node)));
        var modules = part(Modules.open(
                configuration.modules(), configuration.push(), configuration.nodeNames(), identity, audit::append));
        pushPort = modules.pushPort();
        var peers = part(new PeerNodes(configuration.peers(), identity));
        var pads = new PadStore(database, limits.linkReserveBits() / 8);
        var keys = new ApplicationKeys(database, assignment);
        var drawn = new DrawnKeys(database);
        var sharing = part(new KeySharing(peers, drawn));
        var requested = new RequestedApplications(InstantSource.system());
        var links = part(new LinkStores(assignment, modules, pads, forwarding, limits.linkTargetBits() / 8));
        var nodeId = configuration.node().id().toString();
        var random = part(new RandomBlocks(entropy));
        var screening = new Screening(database, assignment, configuration.policy(), audit);
        var single = new SingleFill(keys, assignment, forwarding, random);
        var combined = part(new CombinedFill(nodeId, keys, assignment, forwarding, peers, random));
        BatchFill fill = (application, batch) ->
                (Combinations.isSingle(application) ? single : combined).fill(application, batch);
        var filler = part(new BlockFiller(
                database, assignment, fill, screening::objection, limits.targetBlocks(), limits.relaysInFlight()));
        var arrivals = new Arrivals(database, assignment, screening, keys);
        var kemKeys = part(new KemKeys(InstantSource.system()));
        var reconciling = part(new Reconciling(database, assignment, peers));
        var reporter = part(new Reporter(database, assignment, links, filler, requested));
        var upkeep = part(new Upkeep(database, assignment, limits.mostPeerBlocks()));
        var server = identity.grpcServer(configuration.grpc().address())
                .addService(ReadableRequests.of(new KeyStoreControlService(assignment, reporter, audit)))
                .addService(ReadableRequests.of(new LinkKeysService(assignment, pads, links, arrivals)))
                .intercept(new CallerPolicy(
                        Map.of(
                                KeyStoreControlGrpc.SERVICE_NAME, Set.of("agent-" + node),
                                LinkKeysGrpc.SERVICE_NAME, Set.of("fm-" + node)),
                        (caller, service) -> callRefused(audit, caller, service)))
                .executor(part(Executors.newVirtualThreadPerTaskExecutor()))
                .build();
        grpcPort = part(new GrpcPart("grpc", server, configuration.grpc().address()))
                .start();
        var delivery = new KeyDelivery(
                configuration.kmeId(),
                configuration::kmeOf,
                Set.copyOf(configuration.saes()),
                Limits.of(
                        limits.maxKeyPerRequest(),
                        (limits.targetBlocks() + 16) * KEYS_PER_BLOCK,
                        configuration.peering().isPresent() ? limits.maxSaeIdCount() : 0),
                assignment,
                keys,
                sharing,
                filler,
                requested);
        var streams = part(new KeyStreams(
                configuration.node().id().toString(),
                database,
                assignment,
                peers,
                requested,
                refill(filler),
                StreamLimits.DEFAULT,
                InstantSource.system()));
        if (configuration.etsi004().isPresent()) {
            etsi004Port = part(BinaryServer.start(
                            configuration.etsi004().get().address(),
                            identity.nettyServer(),
                            registry(configuration, audit),
                            streams,
                            audit::append,
                            BinaryServer.Patience.USUAL))
                    .port();
        }
        etsi014Port = part(HttpsServer.start(
                        "etsi014",
                        configuration.etsi014().address(),
                        identity.nettyServer(),
                        registry(configuration, audit),
                        audit::append,
                        List.of(new Etsi004Api(streams), new Etsi014Api(delivery, registry))))
                .port();
        if (configuration.skip().isPresent()) {
            var skip = configuration.skip().get();
            var skipKeys = new SkipKeys(skip, assignment, keys, filler, requested, entropy);
            var saes = registry(configuration, audit);
            var servers = part(SkipServers.start(skip, identity.nettyServer(), saes, skipKeys, audit::append));
            skipPort = servers.certificatesPort();
            skipPskPort = servers.pskPort();
        }
        if (configuration.peering().isPresent()) {
            peeringPort = servePeers(
                    configuration.peering().get(),
                    identity,
                    new PeerCaller(peers, (caller, service) -> callRefused(audit, caller, service)),
                    List.of(
                            new KeySharingService(assignment, keys, drawn, audit::append),
                            new CombinationService(nodeId, database, assignment, screening, keys, kemKeys, audit),
                            new ReconciliationService(database, assignment, filler),
                            streams.forPeers()));
        }
        if (configuration.metrics().isPresent()) {
            var metrics = configuration.metrics().get();
            part(new StoreGauges(database, assignment, registry)).start();
            metricsPort = part(MetricsServer.start(
                            metrics.at().address(), identity, Set.copyOf(metrics.readers()), registry))
                    .port();
        }
        links.start();
        filler.start();
        reporter.start();
        upkeep.start();
        reconciling.start();
        streams.start();
    }

    private static Refill refill(BlockFiller filler) {
        return new Refill() {
            @Override
            public void used() {
                filler.wake();
            }

            @Override
            public void lacking(Application association, int bytes) {
                filler.demandBytes(association, bytes);
            }
        };
    }

    private static SaeRegistry registry(LkmsConfiguration configuration, AuditLog audit) throws ConfigurationException {
        try {
            return new SaeRegistry(configuration.saeIdentity(), configuration.saes(), audit::append);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    /** What LKMSs ask each other, each in a service of its own. */
    private int servePeers(
            LkmsConfiguration.Endpoint at, TlsIdentity identity, PeerCaller callers, List<BindableService> services)
            throws IOException {
        var builder = identity.grpcServer(at.address())
                .intercept(callers)
                .executor(part(Executors.newVirtualThreadPerTaskExecutor()));
        services.forEach(service -> builder.addService(ReadableRequests.of(service)));
        return part(new GrpcPart("peering", builder.build(), at.address())).start();
    }

    private static void callRefused(AuditLog audit, String caller, String service) {
        audit.append(AuditEvents.CALL_REFUSED, Map.of("caller", caller, "service", service));
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the LKMS did not close: {}", e.getMessage());
            }
        }
    }
}
