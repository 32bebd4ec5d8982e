package org.qkdn.controller.core.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * @param parts of our own extension: at what rate keys that are split come over each link
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
        Optional<Long> jitterMillis,
        SortedMap<KeyAssociationLinkId, SecretKeyRate> parts) {
    /** Of no jitter in particular, and not split. */
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
                Optional.empty(),
                Collections.emptySortedMap());
    }

    public ReportedApplication {
        clients = List.copyOf(clients);
        // in the model the order of the entries means nothing
        backing = backing.stream().sorted().toList();
        parts = parts.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** As a node reports it that holds just what it was told. */
    public static ReportedApplication of(DesiredApplication application) {
        return switch (application) {
            case DesiredApplication.Client client ->
                new ReportedApplication(
                        client.id(),
                        false,
                        client.server().value(),
                        List.of(client.client().value()),
                        client.priority(),
                        client.minRate(),
                        client.maxRate(),
                        client.ttlSeconds(),
                        client.backing(),
                        client.combination(),
                        Optional.of(client.localNode()),
                        Optional.of(client.remoteNode()),
                        client.jitterMillis(),
                        client.parts());
            case DesiredApplication.Relay relay ->
                new ReportedApplication(
                        relay.id(),
                        true,
                        "urn:uuid:" + relay.virt(),
                        List.of(),
                        0,
                        relay.rate(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(relay.backing()),
                        Combination.SINGLE,
                        Optional.of(relay.localNode()),
                        Optional.of(relay.remoteNode()));
        };
    }
}
