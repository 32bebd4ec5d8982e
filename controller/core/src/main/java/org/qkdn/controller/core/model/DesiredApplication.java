package org.qkdn.controller.core.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** An application as the controller writes it to one node (ETSI GS QKD 015 qkd_app). */
public sealed interface DesiredApplication {
    ApplicationId id();

    /**
     * Keys for two SAEs; {@code server} is the service's source at both ends. Without {@code backing} (an empty
     * backing_qkdl_id list) no new keys are relayed, while stored ones are still served; over several links, in the order of
     * their IDs, travels a share each. Of keys that are split, {@code parts} says at what rate they come over each link.
     */
    record Client(
            ApplicationId id,
            SaeId server,
            SaeId client,
            int priority,
            SecretKeyRate minRate,
            Optional<SecretKeyRate> maxRate,
            Optional<Long> ttlSeconds,
            List<KeyAssociationLinkId> backing,
            Combination combination,
            UUID localNode,
            UUID remoteNode,
            Optional<Long> jitterMillis,
            SortedMap<KeyAssociationLinkId, SecretKeyRate> parts)
            implements DesiredApplication {
        /** Of no jitter in particular, and not split. */
        public Client(
                ApplicationId id,
                SaeId server,
                SaeId client,
                int priority,
                SecretKeyRate minRate,
                Optional<SecretKeyRate> maxRate,
                Optional<Long> ttlSeconds,
                List<KeyAssociationLinkId> backing,
                Combination combination,
                UUID localNode,
                UUID remoteNode) {
            this(
                    id,
                    server,
                    client,
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

        public Client {
            backing = backing.stream().sorted().toList();
            parts = parts.isEmpty()
                    ? Collections.emptySortedMap()
                    : Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        }
    }

    /** One hop of a key relay: reserves rate on a PHYS link for a VIRT link. */
    record Relay(
            ApplicationId id,
            KeyAssociationLinkId virt,
            KeyAssociationLinkId backing,
            SecretKeyRate rate,
            UUID localNode,
            UUID remoteNode)
            implements DesiredApplication {}
}
