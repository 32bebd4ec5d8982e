package org.qkdn.controller.core.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An application as one node reports it.
 *
 * @param internal true for INTERNAL (key relay), false for CLIENT
 * @param server server_app_id: an SAE ID, or {@code urn:uuid:<VIRT qkdl_id>} for the key relay
 * @param minRate app_qos/min_bandwidth
 * @param maxRate app_qos/max_bandwidth; absent: not limited
 * @param backing in the order of their IDs
 * @param combination of our own extension; SINGLE where it is absent
 * @param jitterMillis app_qos/jitter
 */
public record ReportedApplication(
        ApplicationId id,
        boolean internal,
        String server,
        List<String> clients,
        int priority,
        SecretKeyRate minRate,
        Optional<SecretKeyRate> maxRate,
        Optional<Long> ttlSeconds,
        List<KeyAssociationLinkId> backing,
        Combination combination,
        Optional<UUID> localNode,
        Optional<UUID> remoteNode,
        Optional<Long> jitterMillis) {
    /** Of no jitter in particular. */
    public ReportedApplication(
            ApplicationId id,
            boolean internal,
            String server,
            List<String> clients,
            int priority,
            SecretKeyRate minRate,
            Optional<SecretKeyRate> maxRate,
            Optional<Long> ttlSeconds,
            List<KeyAssociationLinkId> backing,
            Combination combination,
            Optional<UUID> localNode,
            Optional<UUID> remoteNode) {
        this(
                id,
                internal,
                server,
                clients,
                priority,
                minRate,
                maxRate,
                ttlSeconds,
                backing,
                combination,
                localNode,
                remoteNode,
                Optional.empty());
    }

    public ReportedApplication {
        clients = List.copyOf(clients);
        // in the model the order of the entries means nothing
        backing = backing.stream().sorted().toList();
    }
}
