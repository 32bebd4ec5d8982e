package org.qkdn.lkms;

import java.io.IOException;
import java.util.Set;
import org.qkdn.lkms.metrics.StoreGauges;
import org.qkdn.node.metrics.MetricsServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The local key management system of one node, put together. Several may run in one JVM. */
public final class Lkms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lkms.class);

    private final Parts parts;
    private final Ports ports;

    private Lkms(Parts parts, Ports ports) {
        this.parts = parts;
        this.ports = ports;
    }

    /**
     * Starts all of it.
     *
     * @throws IOException with one line that says what is wrong with files, state or ports, and what to do
     */
    public static Lkms start(LkmsConfiguration configuration) throws IOException {
        var parts = new Parts();
        try {
            var ports = compose(configuration, parts);
            LOG.info(
                    "LKMS of {} serves ETSI GS QKD 014 on port {}, gRPC on port {}",
                    configuration.node().name(),
                    ports.etsi014(),
                    ports.grpc());
            return new Lkms(parts, ports);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Everything listens before anything begins to work by itself. */
    private static Ports compose(LkmsConfiguration configuration, Parts parts) throws IOException {
        var base = Foundation.lay(configuration, parts);
        var links = LinkSide.of(base, parts);
        var applications = ApplicationSide.of(base, links, parts);
        var saes = new SaeSide(base, applications, parts);

        var node = NodeSide.serve(base, links, applications, parts);
        var served = saes.serve();
        int peering = PeerSide.serve(base, links, applications, saes, parts);
        int metrics = serveMetrics(base, parts);

        links.stores().start();
        applications.start();
        node.reporter().start();
        saes.streams().start();
        return new Ports(
                served.etsi014(),
                node.port(),
                served.etsi004(),
                served.skip(),
                served.skipPsk(),
                peering,
                links.modules().pushPort(),
                metrics);
    }

    private static int serveMetrics(Foundation base, Parts parts) throws IOException {
        var metrics = base.configuration().metrics();
        if (metrics.isEmpty()) {
            return 0;
        }
        parts.add(new StoreGauges(base.database(), base.assignment(), base.meters()))
                .start();
        var readers = Set.copyOf(metrics.get().readers());
        return parts.add(MetricsServer.start(metrics.get().address(), base.identity(), readers, base.meters()))
                .port();
    }

    /** Where it listens. */
    public Ports ports() {
        return ports;
    }

    @Override
    public void close() {
        parts.close();
    }
}
