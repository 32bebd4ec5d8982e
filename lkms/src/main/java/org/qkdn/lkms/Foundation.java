package org.qkdn.lkms;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.Map;
import org.qkdn.lkms.app.RandomBlocks;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.entropy.EntropySource;
import org.qkdn.lkms.peer.PeerNodes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.node.audit.AuditLog;
import org.qkdn.node.tls.TlsIdentity;

/** What every side of an LKMS stands on. */
record Foundation(
        LkmsConfiguration configuration,
        TlsIdentity identity,
        AuditLog audit,
        PrometheusMeterRegistry meters,
        EntropySource entropy,
        RandomBlocks random,
        KeyDatabase database,
        CurrentAssignment assignment,
        PeerNodes peers) {

    static Foundation lay(LkmsConfiguration configuration, Parts parts) throws IOException {
        var identity = TlsIdentity.load(configuration.tls());
        var expected = "lkms-" + configuration.node().name();
        if (!identity.commonName().equals(expected)) {
            throw new IOException(configuration.tls().certificate() + " is the certificate of '" + identity.commonName()
                    + "': give that of '" + expected + "'");
        }
        var audit = parts.add(AuditLog.open(configuration.stateDirectory().resolve("audit")));
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var entropy = parts.add(EntropySource.of(configuration.entropy(), configuration.tls()));
        entropy.register(meters);
        var random = parts.add(new RandomBlocks(entropy));
        var database = parts.add(KeyDatabase.open(configuration.keyStore()));
        var assignment = CurrentAssignment.load(database);
        var peers = parts.add(new PeerNodes(configuration.peers(), identity));
        return new Foundation(configuration, identity, audit, meters, entropy, random, database, assignment, peers);
    }

    /** Notes that the holder of a certificate asked for a service that is not for it. */
    void callRefused(String caller, String service) {
        audit.append(AuditEvents.CALL_REFUSED, Map.of("caller", caller, "service", service));
    }

    String nodeId() {
        return configuration.node().id().toString();
    }

    String nodeName() {
        return configuration.node().name();
    }
}
